// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Runs the lab on its own: {@code LabMain FOLDER [PORT]} writes FOLDER/config.yaml, says where it
 * listens, and ends when its standard input is closed.
 */
public final class LabMain {
  private LabMain() {}

  public static void main(String[] args) throws IOException {
    if (args.length < 1 || args.length > 2) {
      System.err.println("usage: LabMain FOLDER [PORT]");
      System.exit(2);
    }
    int port = args.length == 2 ? Integer.parseInt(args[1]) : 0;
    try (EmbeddedLab lab = EmbeddedLab.start(LabOptions.defaults().withPort(port))) {
      Path config = lab.writeConfig(Path.of(args[0]));
      System.out.println("the lab listens on " + lab.url());
      System.out.println("its configuration is " + config.toAbsolutePath());
      while (System.in.read() >= 0) {
        // wait for the end of the input
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view;

import io.concertim.view.cli.ViewCommand;

/** Starts the program. */
public final class ViewMain {
  private ViewMain() {}

  public static void main(String[] arguments) {
    System.exit(ViewCommand.line().execute(arguments));
  }
}

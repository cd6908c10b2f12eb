// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.check;

import io.concertim.view.config.ViewSettings.Management;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What others on this machine or in its network can change or read that they should not. */
public final class Exposure {
  /**
   * One of these.
   *
   * @param item what is exposed, such as log directory
   * @param risk what others can do with it
   * @param remedy what to do
   */
  public record Warning(String item, String risk, String remedy) {
    /** Adds it to a checklist. */
    public void note(Checklist list) {
      list.note("files", item, Verdict.warn(risk, remedy));
    }

    /** For the log. */
    public String line() {
      return item + ": " + risk + "; " + remedy;
    }
  }

  private final List<Warning> warnings = new ArrayList<>();

  private Exposure() {}

  /**
   * Looks at them.
   *
   * @param routes the directory of route files; null for none
   * @param management where the process listens; empty where that is not known
   */
  public static List<Warning> of(
      Path config, Path routes, Path logs, Optional<Management> management) {
    Exposure found = new Exposure();
    found.look(
        "configuration",
        config,
        "everybody on this machine can change it, and so where the passwords are sent");
    if (routes != null) {
      String risk = "everybody on this machine can change what this program does";
      found.look("routes", routes, risk);
      found.lookInto(routes, risk);
    }
    found.look("log directory", logs, "everybody on this machine can remove and replace the log");
    management.flatMap(Management::address).ifPresent(found::look);
    return List.copyOf(found.warnings);
  }

  private void lookInto(Path directory, String risk) {
    try (var files = Files.newDirectoryStream(directory, "*.camel.yaml")) {
      files.forEach(file -> look("routes", file, risk));
    } catch (IOException e) {
      return; // whoever reads the directory reports that
    }
  }

  private void look(String item, Path path, String risk) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
        warnings.add(new Warning(item, path + ": " + risk, "chmod o-w " + path));
      }
    } catch (IOException | UnsupportedOperationException e) {
      return; // what is not there, or has no modes, is looked at elsewhere
    }
  }

  private void look(InetSocketAddress address) {
    if (address.getAddress() != null && !address.getAddress().isLoopbackAddress()) {
      warnings.add(
          new Warning(
              "view.management",
              address
                  + ": everybody in the network can read the names of projects, racks and users",
              "name 127.0.0.1, or let a firewall or a proxy decide who comes there"));
    }
  }
}

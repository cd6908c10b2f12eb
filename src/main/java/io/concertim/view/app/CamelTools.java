// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import io.concertim.view.config.UsageException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jars by which Camel's own command line and dashboards look at a process and steer it. They
 * lie beside the program and not on its class path, so that nothing of them is there unless it is
 * asked for.
 */
public final class CamelTools {
  private static final List<String> JARS =
      List.of("camel-cli-connector-", "camel-console-", "camel-management-");

  private CamelTools() {}

  /** Where the jars are: {@code lib-dev} beside the program's jar. */
  public static Path directory() {
    try {
      URI program = CamelTools.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(program).resolveSibling("lib-dev");
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the program does not know where it lies", e);
    }
  }

  /**
   * A class loader that has the three jars besides the program.
   *
   * @throws UsageException if one of the jars is not in the directory
   */
  public static ClassLoader load(Path directory) throws UsageException {
    List<URL> jars = new ArrayList<>();
    try {
      for (String name : JARS) {
        jars.add(jar(directory, name).toUri().toURL());
      }
    } catch (IOException e) {
      throw new UsageException(
          "--observe: cannot read the directory " + directory + "; see docs/routes.md", e);
    }
    return new URLClassLoader(
        "camel-tools", jars.toArray(URL[]::new), CamelTools.class.getClassLoader());
  }

  private static Path jar(Path directory, String name) throws IOException, UsageException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches(name + "\\d.*\\.jar"))
          .findAny()
          .orElseThrow(
              () ->
                  new UsageException(
                      "--observe: no " + name + "*.jar in " + directory + "; see docs/routes.md"));
    }
  }
}

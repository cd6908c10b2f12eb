// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.concertim.view.config.ViewSettings.Management;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExposureTest {
  @TempDir private Path folder;
  private Path config;
  private Path routes;
  private Path logs;

  @BeforeEach
  void make() throws Exception {
    config = Files.createFile(folder.resolve("config.yaml"));
    routes = Files.createDirectory(folder.resolve("routes"));
    logs = Files.createDirectory(folder.resolve("log"));
    mode(config, "rw-r-----");
    mode(routes, "rwxr-xr-x");
    mode(logs, "rwxr-x---");
  }

  private static void mode(Path path, String mode) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private List<String> found(String management) {
    return Exposure.of(
            config,
            routes,
            logs,
            Optional.of(new Management(Optional.of(new InetSocketAddress(management, 9464)), true)))
        .stream()
        .map(Exposure.Warning::item)
        .toList();
  }

  @Test
  void whatIsClosedIsNotWarnedOf() {
    assertEquals(List.of(), found("127.0.0.1"));
  }

  @Test
  void whatOthersCanChangeOrReadIsWarnedOf() throws Exception {
    mode(config, "rw-rw-rw-");
    mode(routes, "rwxrwxrwx");
    mode(logs, "rwxrwxrwx");

    assertEquals(
        List.of("configuration", "routes", "log directory", "view.management"), found("0.0.0.0"));
  }

  @Test
  void aRouteFileThatOthersCanChangeIsWarnedOf() throws Exception {
    mode(Files.createFile(routes.resolve("mine.camel.yaml")), "rw-rw-rw-");

    assertEquals(List.of("routes"), found("127.0.0.1"));
  }

  @Test
  void whatIsNotThereIsNot() {
    assertEquals(
        List.of(),
        Exposure.of(
            folder.resolve("x"), folder.resolve("y"), folder.resolve("z"), Optional.empty()));
  }
}

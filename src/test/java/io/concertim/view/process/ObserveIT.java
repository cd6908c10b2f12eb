// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.lab.EmbeddedLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Camel's own command line looks at a process by files in the home directory. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class ObserveIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private EmbeddedLab lab;
  private Installation installation;

  @BeforeEach
  void install() {
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  static boolean hasLoadedItsClasses(Path loaded) throws IOException {
    try (Stream<String> lines = Files.lines(loaded)) {
      return lines.anyMatch(line -> line.contains("lib-dev"));
    }
  }

  @Test
  void showsRoutesHealthAndCountsAndNoSecret() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path loaded = folder.resolve("loaded");
    try (ViewProcess process =
        ViewProcess.startWith(
            List.of("-Duser.home=" + home, "-Xlog:class+load:file=" + loaded),
            installation.arguments("--observe"))) {
      Path file = home.resolve(".camel").resolve(process.pid() + "-status.json");
      JsonNode status =
          await()
              .atMost(600, SECONDS)
              .ignoreExceptions()
              .until(() -> JSON.readTree(file.toFile()), ObserveIT::hasSynced);

      assertTrue(hasLoadedItsClasses(loaded));
      assertEquals("concertim-view", status.at("/context/name").asText());
      assertHas(
          Set.of("view-sync", "openstack-servers", "call"),
          values(status.path("routes"), "routeId"));
      assertHas(
          Set.of("routes-started", "view-stored", "deletions-passed"),
          values(status.at("/healthChecks/checks"), "id"));
      assertFalse(status.toString().contains("-secret"));

      process.terminate();
      await().atMost(180, SECONDS).until(() -> Files.notExists(file));
    }
  }

  /**
   * All routes had started when the status was begun, and one sync was counted. A status takes
   * seconds to gather: one begun at the start counts a sync, and lacks routes that started later.
   */
  private static boolean hasSynced(JsonNode status) {
    return status.at("/context/state").asText().equals("Started")
        && StreamSupport.stream(status.path("routes").spliterator(), false)
            .anyMatch(
                route ->
                    route.path("routeId").asText().equals("view-sync")
                        && route.at("/statistics/exchangesTotal").asInt() > 0);
  }

  private static void assertHas(Set<String> expected, Set<String> all) {
    assertTrue(all.containsAll(expected), all::toString);
  }

  private static Set<String> values(JsonNode list, String field) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(object -> object.path(field).asText())
        .collect(toSet());
  }
}

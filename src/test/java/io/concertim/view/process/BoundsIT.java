// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.source.http.Bounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One more than each bound of docs/reliability.md, at a small heap: the source is stale and says
 * why, the others are read, and the process goes on.
 */
@Timeout(600)
class BoundsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HEAP_MB = Integer.getInteger("bounds.heap", 128);
  private static final long HEAP = (long) HEAP_MB << 20;
  private static final String SERVERS = "/nova/v2.1/servers/detail";

  @TempDir private Path folder;

  /**
   * One more of something.
   *
   * @param path where it is sent
   * @param source that becomes stale
   * @param reason what is said then
   */
  private record OneMore(String path, Fault fault, String source, String reason) {}

  private static List<OneMore> all(Bounds bounds) {
    Fault manyHeaders = Fault.withHeader("X-0", "x");
    for (int i = 1; i <= Bounds.HEADERS; i++) {
      manyHeaders = manyHeaders.and("X-" + i, "x");
    }
    return List.of(
        new OneMore(SERVERS, manyHeaders, "openstack", "too large"),
        new OneMore(
            SERVERS,
            Fault.withHeader("X-Long", "x".repeat(Bounds.HEADER_CHARACTERS + 1)),
            "openstack",
            "too large"),
        new OneMore(
            SERVERS,
            body("[" + " ".repeat((int) bounds.bodyBytes())),
            "openstack",
            "too large: more than " + bounds.bodyBytes() + " bytes"),
        new OneMore(
            "/accounts/pagination",
            body("[{\"x\":[" + "[],".repeat((int) bounds.rowTokens() / 2) + "1]}]"),
            "killbill",
            "values in one row"),
        new OneMore(
            "/bundles/pagination",
            body("[{\"x\":\"" + "x".repeat((int) bounds.rowBytes() + 1) + "\"}]"),
            "killbill",
            "too large"),
        new OneMore(
            "/bundles/pagination",
            body(
                "[{\"x\":[\""
                    + ("x".repeat((int) bounds.rowBytes() / 4) + "\",\"").repeat(5)
                    + "\"]}]"),
            "killbill",
            "bytes in one row"),
        new OneMore(
            SERVERS,
            body("{\"servers\":[" + "{},".repeat((int) bounds.rows()) + "{}]}"),
            "openstack",
            "rows in one list"),
        new OneMore(
            SERVERS,
            Fault.rewritten(right -> longNames(right, bounds)),
            "openstack",
            "of one list"),
        new OneMore(
            SERVERS,
            Fault.rewritten(right -> manyVolumes(right, bounds)),
            "openstack",
            "values of one list"),
        new OneMore(
            "/users/current",
            body(
                "{\"x\":[\""
                    + ("x".repeat((int) bounds.rowBytes() - 1) + "\",\"").repeat(5)
                    + "\"]}"),
            "concertim",
            "too large"),
        new OneMore(
            "/users/current",
            body("{\"x\":[" + "[],".repeat((int) bounds.documentTokens() / 2) + "1]}"),
            "concertim",
            "too large"),
        new OneMore(
            "/users/current",
            Fault.status(500)
                .withBody("{\"message\":\"" + "x".repeat((int) Bounds.ERROR_BYTES) + "\"}"),
            "concertim",
            "answered 500"),
        new OneMore(
            "/auth/tokens",
            Fault.rewritten(body -> body + " ".repeat((int) Bounds.SIGN_IN_BYTES)),
            "openstack",
            "too large"));
  }

  private static Fault body(String body) {
    return Fault.rewritten(right -> body);
  }

  /** Servers enough, each with a name that is not too long by itself. */
  private static String longNames(String body, Bounds bounds) {
    try {
      JsonNode tree = JSON.readTree(body);
      ArrayNode servers = (ArrayNode) tree.path("servers");
      ObjectNode one = (ObjectNode) servers.get(0);
      int length = (int) bounds.rowBytes() / 4;
      for (long i = 0; i <= bounds.keptBytes() / length; i++) {
        servers.add(one.deepCopy().put("id", "another-" + i).put("name", "x".repeat(length)));
      }
      return tree.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Servers enough, each with volumes that are not too many by themselves. */
  private static String manyVolumes(String body, Bounds bounds) {
    try {
      JsonNode tree = JSON.readTree(body);
      ArrayNode servers = (ArrayNode) tree.path("servers");
      ObjectNode one = (ObjectNode) servers.get(0);
      int volumes = (int) bounds.rowTokens() / 8;
      for (long i = 0; i <= bounds.keptValues() / volumes; i++) {
        ObjectNode server = one.deepCopy().put("id", "another-" + i);
        ArrayNode attached = server.putArray("os-extended-volumes:volumes_attached");
        for (int j = 0; j < volumes; j++) {
          attached.addObject().put("id", i + "-" + j);
        }
        servers.add(server);
      }
      return tree.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LongStream memories() {
    return LongStream.of(HEAP, 64L << 20);
  }

  /** Of the heap as it is, and of a smaller one by {@code view.memory}. */
  @ParameterizedTest
  @MethodSource("memories")
  void oneMoreMakesTheSourceStaleAndNothingElse(long memory) {
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      Installation installation = Installation.of(folder, lab);
      installation.configure(
          Installation.config(lab)
              .set("view.interval", "1s")
              .set("view.killbill_interval", "1s")
              .set("view.retries", 3)
              .set("view.memory", memory < HEAP ? memory : null));
      try (ViewProcess process =
          ViewProcess.startWith(
              List.of(
                  "-Xmx" + HEAP_MB + "m",
                  "-XX:+UseG1GC",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+ExitOnOutOfMemoryError"),
              installation.arguments())) {
        awaitAllComplete(installation);
        JsonNode racks = installation.view().path("racks");
        for (OneMore more : all(Bounds.ofHeap(memory))) {
          lab.faults().fail(more.path(), more.fault());
          lab.revokeTokens();
          await(more.toString().substring(0, 40))
              .atMost(120, SECONDS)
              .until(
                  () ->
                      installation
                          .source(more.source())
                          .path("reason")
                          .asText()
                          .contains(more.reason()));
          for (String other : List.of("concertim", "openstack", "killbill")) {
            assertTrue(
                other.equals(more.source())
                    || installation.source(other).path("complete").asBoolean(),
                () -> other + " " + installation.source(other));
          }
          lab.faults().clear();
          awaitAllComplete(installation);
          assertEquals(racks.size(), installation.view().path("racks").size());
          assertTrue(process.isRunning(), process::errors);
        }
      }
    }
  }

  private static void awaitAllComplete(Installation installation) {
    await()
        .atMost(120, SECONDS)
        .until(
            () ->
                List.of("concertim", "openstack", "killbill").stream()
                    .allMatch(source -> installation.source(source).path("complete").asBoolean()));
  }
}

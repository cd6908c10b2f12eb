// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concertim.view.cli.ViewCommand;
import io.concertim.view.lab.EmbeddedBroker;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two installations for one cloud, as docs/two-hosts.md describes them. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class TwoHostsIT {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final String HEAD = "5e000000-0000-4000-8000-0000000000bf";
  private static final String NODE = "5e000000-0000-4000-8000-0000000000c0";
  private static final String BROKEN = "5e000000-0000-4000-8000-0000000000e0";
  private static final String DISK = "70000000-0000-4000-8000-0000000000b0";
  private static final String NETWORK = "de000000-0000-4000-8000-0000000000a1";
  private static final String STACK = "57000000-0000-4000-8000-0000000000b2";

  @TempDir private Path folder;
  @AutoClose private final EmbeddedBroker broker = EmbeddedBroker.start();
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();

  /** Syncs come with a gap in the notifications, or when they are asked for. */
  private Installation host(String name) {
    Installation made = Installation.of(folder.resolve(name), lab);
    return made.configure(
        broker
            .configure(Installation.config(lab))
            .set("view.interval", "1h")
            .set("view.management", "127.0.0.1:0")
            .set("view.queue", Map.of("name", queue(name), "max_length", 0)));
  }

  private static String queue(String host) {
    return "concertim_view_" + host;
  }

  @Test
  void haveEqualViewsWhileBothRunAndAfterOneWasKilledAndCameBack() throws IOException {
    Installation one = host("one");
    Installation two = host("two");
    try (Publisher publisher = broker.publisher();
        ViewProcess first = one.startAs("view");
        ViewProcess second = two.startAs("view")) {
      awaitSynced(one);
      awaitSynced(two);
      assertEquals(shared(one), shared(two));

      // None of this is read by a sync.
      burst(publisher);
      awaitStatuses(one, "STOPPED", "SUSPENDED", "STOPPED");
      awaitStatuses(two, "STOPPED", "SUSPENDED", "STOPPED");
      awaitEqual(one, two);
      awaitTheCloud(one);
      awaitTheCloud(two);
      assertFalse((one.log() + two.log()).contains("programs take messages"), "of one queue");
      awaitCheck(one, 0);

      first.kill();
      awaitCheck(one, 1);
      Map<String, String> secondBurst = Map.of(WEB, "ACTIVE", HEAD, "ACTIVE", NODE, "SUSPENDED");
      await()
          .atMost(180, SECONDS)
          .until(() -> publisher.channel().consumerCount(queue("one")) == 0);
      for (Map.Entry<String, String> change : secondBurst.entrySet()) {
        server(publisher, change.getKey(), change.getValue());
      }
      lab.world().deleteStack(STACK);
      publisher.send(LabNotification.server("delete.end", BROKEN, "deleted"));
      publisher.send(LabNotification.stack("delete.end", STACK, "DELETE_COMPLETE"));
      awaitStatuses(two, "ACTIVE", "ACTIVE", "SUSPENDED");
      await().atMost(180, SECONDS).until(() -> two.object("racks", STACK).isMissingNode());
      assertEquals(5, publisher.channel().messageCount(queue("one")), "kept for the one killed");
      assertEquals("STOPPED", one.status(WEB));

      try (ViewProcess again = one.startAs("view")) {
        awaitSynced(one);
        awaitStatuses(one, "ACTIVE", "ACTIVE", "SUSPENDED");
        awaitEqual(one, two);
        awaitTheCloud(one);
        awaitTheCloud(two);
        assertEquals(0, publisher.channel().messageCount(queue("one")));

        long generation = two.generation();
        one.flag("resync.flag");
        awaitSynced(one);
        assertEquals(generation, two.generation(), "a sync of one host is nothing to the other");
        assertEquals(shared(one), shared(two));
        assertFalse((again.errors() + second.errors()).contains("ERROR"), again::errors);
      }
    }
  }

  private void burst(Publisher publisher) throws IOException {
    for (int i = 0; i < 20; i++) {
      server(publisher, WEB, i % 2 == 0 ? "ACTIVE" : "SHUTOFF");
      server(publisher, HEAD, i % 2 == 0 ? "PAUSED" : "SUSPENDED");
      server(publisher, NODE, i % 2 == 0 ? "ACTIVE" : "SHUTOFF");
    }
    lab.world().volumes().set(DISK, "name", "scratch-of-node0");
    publisher.send(LabNotification.volume("update.end", DISK, "in-use"));
    lab.world().networks().set(NETWORK, "name", "alpha-web-net-2");
    publisher.send(LabNotification.network("update.end", NETWORK));
  }

  private void server(Publisher publisher, String id, String status) throws IOException {
    lab.world().servers().set(id, "status", status);
    publisher.send(LabNotification.server("update", id, status));
  }

  /** Also all lists have been read after the gap in the notifications that a start is. */
  private static void awaitSynced(Installation host) {
    await()
        .atMost(180, SECONDS)
        .until(
            () ->
                host.log().contains("RabbitMQ: listening")
                    && host.generation() > 0
                    && Files.notExists(host.data("resync.flag"))
                    && Files.notExists(host.data("resync.taken")));
  }

  private static void awaitStatuses(Installation host, String web, String head, String node) {
    await()
        .atMost(180, SECONDS)
        .untilAsserted(
            () ->
                assertEquals(
                    List.of(web, head, node),
                    List.of(status(host, WEB), status(host, HEAD), status(host, NODE))));
  }

  private static String status(Installation host, String server) {
    return host.status(server);
  }

  private static void awaitEqual(Installation one, Installation two) {
    await().atMost(180, SECONDS).untilAsserted(() -> assertEquals(shared(one), shared(two)));
  }

  /** What keepalived learns of the host. */
  private static void awaitCheck(Installation host, int expected) {
    ProcessBuilder check = new ProcessBuilder("docs/examples/two-hosts/check-view");
    check.environment().put("PORTS", ManagementIT.url(host).replaceAll(".*:(\\d+).*", "$1"));
    check.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    await().atMost(180, SECONDS).until(() -> check.start().waitFor() == expected);
  }

  /** A sync would publish nothing else, once all that was told has been read. */
  private static void awaitTheCloud(Installation host) {
    await()
        .atMost(180, SECONDS)
        .pollInterval(2, SECONDS)
        .untilAsserted(
            () -> {
              StringWriter out = new StringWriter();
              int differs =
                  ViewCommand.line()
                      .setOut(new PrintWriter(out))
                      .execute("diff", "--config=" + host.config(), "--data-dir=" + host.data());
              assertEquals(0, differs, out::toString);
            });
  }

  /** What docs/two-hosts.md says is equal: all but generation, times, and places of new devices. */
  private static Map<String, List<JsonNode>> shared(Installation host) {
    JsonNode view = host.view();
    Map<String, List<JsonNode>> shared = new TreeMap<>();
    for (String list : List.of("teams", "users", "templates", "racks", "devices", "problems")) {
      List<JsonNode> rows = new ArrayList<>();
      for (JsonNode row : view.path(list)) {
        if (list.equals("devices") && row.at("/id/concertim").isNull()) {
          ((ObjectNode) row).remove("location");
        }
        rows.add(row);
      }
      rows.sort((a, b) -> a.path("id").toString().compareTo(b.path("id").toString()));
      assertTrue(list.equals("problems") || !rows.isEmpty(), list);
      shared.put(list, rows);
    }
    return shared;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.cli.ViewCommand;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.Publisher;
import io.concertim.view.model.view.View;
import io.concertim.view.python.ViewPickleReader;
import io.concertim.view.store.ViewJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Both services for half a minute, or {@code -Dsoak.seconds}, of random faults and changes; at the
 * end the view is what a sync shows that knows nothing of all this, and nothing has leaked.
 */
@Execution(ExecutionMode.CONCURRENT)
class SoakIT {
  private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("soak.seconds", 30));
  private static final String STACK = "57000000-0000-4000-8000-0000000000a1";
  private static final List<String> KNOWN =
      List.of("5e000000-0000-4000-8000-0000000000a1", "5e000000-0000-4000-8000-0000000000a2");
  private static final List<String> STATUSES = List.of("ACTIVE", "SHUTOFF", "SUSPENDED", "PAUSED");
  private static final List<String> SYSTEMS =
      List.of("concertim", "keystone", "nova", "heat", "cinder", "neutron", "killbill");

  @TempDir private Path folder;
  private final Random random = new Random(Long.getLong("soak.seed", 20_261_125));
  private final Map<String, Integer> versions = new HashMap<>();
  private final Map<String, Integer> newest = new HashMap<>();
  private EmbeddedLab lab;
  private RabbitVirtualHost rabbit;
  private Publisher publisher;
  private Installation installation;
  private ViewProcess sync;
  private ViewProcess queue;
  private int faults;
  private int changes;
  private final Map<Instant, View> copies = new TreeMap<>();
  private int undone;
  private int kills;
  private int ended;

  @BeforeEach
  void start() throws IOException {
    rabbit = RabbitVirtualHost.make();
    publisher = rabbit.publisher().declareExchanges();
    lab = EmbeddedLab.start();
    installation = Installation.of(Files.createDirectory(folder.resolve("soaked")), lab);
    installation.sync();
    installation.configure(
        Installation.config(lab)
            .set("rmq.rmq_path", rabbit.name())
            .set("view.interval", "2s")
            .set("view.killbill_interval", "1s")
            .set("view.retries", 1)
            .set("view.response_timeout", "3s")
            .set("view.source_deadline", "15s"));
    sync = installation.startAs("view_sync");
    queue = installation.startAs("view_queue");
    installation.awaitLog("RabbitMQ: listening");
  }

  @AfterEach
  void stop() throws IOException {
    if (queue != null) {
      sync.close();
      queue.close();
    }
    lab.close();
    publisher.close();
  }

  @Test
  void endsInAViewThatEqualsTheCloudAndLeaksNothing() throws Exception {
    Instant begin = Instant.now();
    disturb(begin.plus(LENGTH.dividedBy(2)), true);
    calm();
    ProcessFigures syncBefore = ProcessFigures.of(sync);
    ProcessFigures queueBefore = ProcessFigures.of(queue);
    disturb(begin.plus(LENGTH), false);
    calm();

    Set<String> expected = PlacelessView.of(fresh());
    await()
        .atMost(180, SECONDS)
        .untilAsserted(
            () ->
                assertEquals(
                    List.of(),
                    PlacelessView.differences(expected, PlacelessView.of(installation.view()))));
    await().atMost(180, SECONDS).untilAsserted(this::assertThePickleSaysTheSame);
    assertEquals(0, undone, "a newer name was never followed by an older one");
    Set<String> lost = new TreeSet<>(expected);
    lost.removeAll(PlacelessView.of(installation.view()));
    assertEquals(Set.of(), lost);
    countIfEnded(sync);
    countIfEnded(queue);
    assertEquals(0, ended, "no process has ended by itself");
    assertTheHistoryShowsEachCopyAgain();
    ProcessFigures syncAfter = ProcessFigures.of(sync);
    ProcessFigures queueAfter = ProcessFigures.of(queue);
    Files.writeString(
        Path.of("target", "soak.md"),
        """
        | seconds | faults | kills and suspensions | changes | lost | undone | restarts but by us | earlier views shown again |
        |---|---|---|---|---|---|---|---|
        | %d | %d | %d | %d | %d | %d | %d | %d |

        | process | | threads | file descriptors | heap after a collection |
        |---|---|---|---|---|
        | view_sync | half time | %s |
        | | end | %s |
        | view_queue | half time | %s |
        | | end | %s |
        """
            .formatted(
                LENGTH.toSeconds(),
                faults,
                kills,
                changes,
                lost.size(),
                undone,
                ended,
                copies.size(),
                syncBefore,
                syncAfter,
                queueBefore,
                queueAfter));
    syncAfter.assertNoMoreThan(syncBefore);
    queueAfter.assertNoMoreThan(queueBefore);
  }

  private void disturb(Instant end, boolean killing) throws Exception {
    while (Instant.now().isBefore(end)) {
      change();
      if (random.nextInt(4) == 0) {
        fault();
      }
      if (killing && random.nextInt(60) == 0) {
        kill();
      }
      if (random.nextInt(40) == 0) {
        Files.writeString(installation.data("view.pickle"), "half of a pick");
      }
      MILLISECONDS.sleep(100 + random.nextInt(200));
      look();
      if (random.nextInt(5) == 0) {
        View copy = ViewJson.read(installation.data("view.json"));
        copies.put(copy.writtenAt(), copy);
      }
    }
  }

  private void fault() {
    String system = SYSTEMS.get(random.nextInt(SYSTEMS.size()));
    List<Fault> all =
        List.of(
            Fault.status(500),
            Fault.status(503).withRetryAfter(1),
            Fault.status(429).withRetryAfter(1),
            Fault.status(401),
            Fault.status(403),
            Fault.drop(),
            Fault.hang(),
            Fault.truncate(),
            Fault.halfJson(),
            Fault.notJson(),
            Fault.delay(Duration.ofMillis(700)),
            Fault.redirect("http://127.0.0.1:9/"),
            Fault.proxyPage(502));
    if (random.nextInt(3) == 0) {
      lab.faults().clear();
    }
    if (random.nextInt(10) == 0) {
      lab.revokeTokens();
    }
    lab.faults().fail("/" + system + "/", all.get(random.nextInt(all.size())), 3);
    faults++;
  }

  private void kill() throws InterruptedException {
    kills++;
    boolean one = random.nextBoolean();
    ViewProcess victim = one ? sync : queue;
    if (random.nextBoolean()) {
      victim.suspend();
      MILLISECONDS.sleep(1500);
      victim.resume();
      return;
    }
    countIfEnded(victim);
    victim.close();
    if (one) {
      sync = installation.startAs("view_sync");
    } else {
      queue = installation.startAs("view_queue");
    }
  }

  private void countIfEnded(ViewProcess process) {
    if (!process.isRunning()) {
      ended++;
    }
  }

  private void change() throws IOException {
    changes++;
    switch (random.nextInt(4)) {
      case 0 -> {
        String id = KNOWN.get(random.nextInt(KNOWN.size()));
        lab.world().servers().set(id, "status", STATUSES.get(random.nextInt(STATUSES.size())));
        tell(LabNotification.server("update", id, null));
      }
      case 1 -> add();
      case 2 -> remove();
      default -> rename();
    }
  }

  private void add() throws IOException {
    if (versions.size() >= 4) {
      rename();
      return;
    }
    String id = "5e000000-0000-4000-8000-%012d".formatted(changes);
    versions.put(id, 1);
    lab.world()
        .together(
            () -> {
              var server = lab.world().servers().get(KNOWN.get(0)).deepCopy();
              lab.world().servers().add(server.put("id", id).put("name", "soak-v1"));
              lab.world()
                  .addResource(
                      STACK,
                      "{\"name\":\"s%s\",\"type\":\"OS::Nova::Server\",\"id\":\"%s\"}"
                          .formatted(id, id));
            });
    tell(LabNotification.server("create.end", id, "active"));
    tell(LabNotification.stack("update.end", STACK, "UPDATE_COMPLETE"));
  }

  private void remove() throws IOException {
    if (versions.isEmpty()) {
      return;
    }
    String id = versions.keySet().iterator().next();
    versions.remove(id);
    lab.world()
        .together(
            () -> {
              lab.world().removeResource(STACK, "s" + id);
              lab.world().servers().rows().stream()
                  .filter(row -> row.path("id").asText().equals(id))
                  .findFirst()
                  .ifPresent(row -> lab.world().servers().remove(id));
            });
    tell(LabNotification.server("delete.end", id, "deleted"));
    tell(LabNotification.stack("update.end", STACK, "UPDATE_COMPLETE"));
  }

  private void rename() throws IOException {
    if (versions.isEmpty()) {
      return;
    }
    String id = versions.keySet().iterator().next();
    int version = versions.merge(id, 1, Integer::sum);
    lab.world().servers().set(id, "name", "soak-v" + version);
    tell(LabNotification.server("update", id, null));
  }

  /** Some notifications are lost, some come twice. */
  private void tell(LabNotification notification) throws IOException {
    int fate = random.nextInt(10);
    if (fate >= 2) {
      publisher.send(notification);
    }
    if (fate == 9) {
      publisher.send(notification);
    }
  }

  /** No name may be followed by an older one. */
  private void look() {
    for (JsonNode device : installation.view().path("devices")) {
      String name = device.at("/name/cloud").asText();
      if (name.startsWith("soak-v")) {
        String id = device.at("/id/cloud").asText();
        int version = Integer.parseInt(name.substring("soak-v".length()));
        if (version < newest.getOrDefault(id, 0)) {
          undone++;
        }
        newest.merge(id, version, Math::max);
      }
    }
  }

  /** Ends all faults and waits until both services have done their whole work. */
  private void calm() throws IOException {
    lab.faults().clear();
    for (int times = 0; times < 2; times++) {
      Instant now = Instant.now();
      installation.flag("resync.flag");
      await()
          .atMost(300, SECONDS)
          .untilAsserted(
              () ->
                  assertTrue(
                      installation.isReadAfter(now),
                      () -> installation.view().path("sources").toPrettyString()));
    }
    awaitTheQueue(lab, publisher, KNOWN.get(0));
  }

  /** Tells of a server until it is read by its id, which only the queue does. */
  static void awaitTheQueue(EmbeddedLab lab, Publisher publisher, String server) {
    lab.calls().clear();
    await()
        .atMost(180, SECONDS)
        .pollInterval(1, SECONDS)
        .until(
            () -> {
              publisher.send(LabNotification.server("update", server, null));
              return !lab.calls().matching("/servers/" + server).isEmpty();
            });
  }

  private JsonNode fresh() throws IOException {
    Installation fresh = Installation.of(Files.createDirectory(folder.resolve("fresh")), lab);
    return fresh.sync().view();
  }

  /** What show --at prints of each time at which the view was copied. */
  private void assertTheHistoryShowsEachCopyAgain() throws IOException {
    assertTrue(copies.size() > 3, copies.keySet()::toString);
    for (View copy : copies.values()) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int exit =
          ViewCommand.line()
              .setOut(new PrintWriter(out))
              .setErr(new PrintWriter(err))
              .execute(
                  "show",
                  "--json",
                  "--at=" + copy.writtenAt(),
                  "--data-dir=" + installation.data("view.json").getParent());
      assertEquals(0, exit, err::toString);
      Path shown = Files.writeString(folder.resolve("shown.json"), out.toString());
      assertEquals(copy, ViewJson.read(shown));
    }
  }

  private void assertThePickleSaysTheSame() throws IOException {
    View pickled = ViewPickleReader.read(installation.data("view.pickle"));
    View published = ViewPickleReader.published(ViewJson.read(installation.data("view.json")));
    assertEquals(published.racks(), pickled.racks());
    assertEquals(published.devices(), pickled.devices());
    assertEquals(published.teams(), pickled.teams());
    assertEquals(published.users(), pickled.users());
    assertEquals(published.templates(), pickled.templates());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three hosts with one PostgreSQL and one RabbitMQ, of which any may be killed or frozen. */
@Timeout(900)
class ClusterIT {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final List<String> SERVERS =
      List.of(WEB, "5e000000-0000-4000-8000-0000000000bf", "5e000000-0000-4000-8000-0000000000c0");
  private static final Map<String, String> SHOWN =
      Map.of("ACTIVE", "ACTIVE", "SHUTOFF", "STOPPED", "PAUSED", "SUSPENDED", "ERROR", "FAILED");
  private static final long SEED = Long.getLong("cluster.seed", System.nanoTime());

  @TempDir private Path folder;
  private RabbitVirtualHost broker;
  private Publisher publisher;
  private EmbeddedLab lab;
  private PostgresServer database;
  private Host one;
  private Host two;
  private Host three;

  /** An installation, and its process. */
  private final class Host {
    final String name;
    final Installation installation;
    ViewProcess process;

    Host(String name) {
      this.name = name;
      this.installation = Installation.of(folder.resolve(name), lab);
      installation.configure(
          Installation.config(lab)
              .set("rmq.rmq_path", broker.name())
              .set("view.interval", "1h")
              .set("view.store", "postgresql")
              .set("view.postgresql", database.config())
              .set("view.cluster", Map.of("host", name, "lease", "6s")));
      start();
    }

    void start() {
      process = installation.startAs("view");
    }

    boolean leads() {
      return name.equals(leader());
    }

    String status() {
      return status(WEB);
    }

    String status(String server) {
      return installation.object("devices", server).path("status").asText();
    }

    /** All but the time at which the file was written. */
    JsonNode view() {
      JsonNode view = installation.view();
      if (view instanceof ObjectNode fields) {
        fields.remove("written_at");
      }
      return view;
    }
  }

  @BeforeEach
  void start() throws IOException {
    broker = RabbitVirtualHost.make();
    publisher = broker.publisher().declareExchanges();
    lab = EmbeddedLab.start();
    database = PostgresServer.in(Files.createDirectories(folder.resolve("database")));
    one = new Host("one");
    two = new Host("two");
    three = new Host("three");
    awaitEqual(one, two, three);
    await().atMost(180, SECONDS).until(() -> !lab.calls().all().isEmpty() && settled());
  }

  @AfterEach
  void stop() throws IOException {
    for (Host host : List.of(one, two, three)) {
      host.process.close();
    }
    database.close();
    lab.close();
    publisher.close();
  }

  private String leader() {
    return database.query("select host from concertim_view.lease where until > clock_timestamp()");
  }

  private Host leading() {
    await().atMost(180, SECONDS).until(() -> leader() != null);
    String leader = leader();
    return List.of(one, two, three).stream()
        .filter(host -> host.name.equals(leader))
        .findAny()
        .orElseThrow();
  }

  /** The gap in the notifications that a start is has been closed by a sync. */
  private boolean settled() {
    return List.of(one, two, three).stream()
        .allMatch(
            host ->
                host.installation.log().contains("RabbitMQ: listening")
                    && Files.notExists(host.installation.data("resync.flag"))
                    && Files.notExists(host.installation.data("resync.taken")));
  }

  private void awaitEqual(Host... hosts) {
    await()
        .atMost(180, SECONDS)
        .untilAsserted(
            () -> {
              JsonNode first = hosts[0].view();
              assertTrue(first.path("generation").asLong() > 0);
              for (Host host : hosts) {
                assertEquals(first, host.view(), host.name);
              }
            });
  }

  private void change(String status) throws IOException {
    lab.world().servers().set(WEB, "status", status);
    publisher.send(LabNotification.server("update", WEB, status));
  }

  private void awaitStatus(String status, Host... hosts) {
    await()
        .atMost(180, SECONDS)
        .untilAsserted(
            () -> {
              for (Host host : hosts) {
                assertEquals(status, host.status(), host.name);
              }
            });
  }

  @Test
  void haveOneViewAndSurviveTheLeader() throws IOException {
    change("SHUTOFF");
    awaitStatus("STOPPED", one, two, three);
    awaitEqual(one, two, three);

    Host leader = leading();
    leader.process.kill();
    change("PAUSED");
    List<Host> others = List.of(one, two, three).stream().filter(h -> h != leader).toList();
    Host[] left = others.toArray(Host[]::new);
    awaitStatus("SUSPENDED", left);
    await().atMost(180, SECONDS).until(() -> leader() != null && !leader.leads());

    leader.start();
    awaitStatus("SUSPENDED", one, two, three);
    awaitEqual(one, two, three);
  }

  @Test
  void waitForADatabaseThatIsKilled() throws Exception {
    database.kill();
    change("SHUTOFF");
    Thread.sleep(3000);
    assertFalse(one.view().isMissingNode(), "the files stay");
    assertEquals("ACTIVE", one.status());

    database.start();
    awaitStatus("STOPPED", one, two, three);
    awaitEqual(one, two, three);
  }

  @Test
  void doesWhatIsAskedOfAnyHost() throws IOException {
    Host follower = leading() == one ? two : one;
    lab.world().servers().set(WEB, "status", "SHUTOFF"); // without a notification

    follower.installation.flag("resync.flag");

    awaitStatus("STOPPED", one, two, three);
    awaitEqual(one, two, three);
  }

  /** Each fault of the broker's, the database's and the hosts' own is mended before the next. */
  @Test
  void nothingIsLostOrUndoneWhileFaultsGoOn() throws Exception {
    Random random = new Random(SEED);
    long end = System.nanoTime() + SECONDS.toNanos(Integer.getInteger("cluster.seconds", 30));
    List<String> states = List.of("ACTIVE", "SHUTOFF", "PAUSED", "ERROR");
    Map<String, String> last = new TreeMap<>();
    int faults = 0;
    while (System.nanoTime() < end) {
      Host host = List.of(one, two, three).get(random.nextInt(3));
      int fault = random.nextInt(4);
      switch (fault) {
        case 0 -> host.process.kill();
        case 1 -> host.process.suspend();
        case 2 -> database.kill();
        default -> host.installation.flag("resync.flag");
      }
      for (int i = 0; i < 20; i++) {
        String server = SERVERS.get(random.nextInt(SERVERS.size()));
        String state = states.get(random.nextInt(states.size()));
        lab.world().servers().set(server, "status", state);
        publisher.send(LabNotification.server("update", server, state));
        last.put(server, state);
        Thread.sleep(fault == 1 ? 400 : 100); // a lease and more
      }
      switch (fault) {
        case 0 -> host.start();
        case 1 -> host.process.resume();
        case 2 -> database.start();
        default -> {}
      }
      faults++;
    }
    for (Map.Entry<String, String> change : last.entrySet()) {
      String shown = SHOWN.get(change.getValue());
      await()
          .atMost(180, SECONDS)
          .untilAsserted(
              () -> {
                for (Host host : List.of(one, two, three)) {
                  assertEquals(
                      shown, host.status(change.getKey()), host.name + " " + change + " " + SEED);
                }
              });
    }
    awaitEqual(one, two, three);
    System.out.printf("ClusterIT: %d faults, %d servers, seed %d%n", faults, last.size(), SEED);
  }

  @Test
  void aLeaderThatIsFrozenUndoesNothing() throws IOException {
    Host frozen = leading();
    frozen.process.suspend();
    await().atMost(180, SECONDS).until(() -> leader() != null && !frozen.leads());
    change("SHUTOFF");
    List<Host> others = List.of(one, two, three).stream().filter(h -> h != frozen).toList();
    awaitStatus("STOPPED", others.toArray(Host[]::new));

    frozen.process.resume();

    awaitStatus("STOPPED", one, two, three);
    awaitEqual(one, two, three);
    assertTrue(frozen.process.isRunning());
  }
}

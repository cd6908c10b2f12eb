// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.AlreadyClosedException;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.NetworkLink;
import io.concertim.view.lab.Publisher;
import io.concertim.view.lab.Receiver;
import io.concertim.view.lab.World;
import io.concertim.view.model.view.View;
import io.concertim.view.python.ViewPickleReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three hosts with a PostgreSQL and a RabbitMQ of their own and one lab. Each host reaches these by
 * links of its own, and the clock of the second one is an hour ahead.
 */
final class TestCluster implements AutoCloseable {
  private static final List<String> SERVERS =
      List.of(
          "5e000000-0000-4000-8000-0000000000a1",
          "5e000000-0000-4000-8000-0000000000bf",
          "5e000000-0000-4000-8000-0000000000c0");

  private static final Map<String, String> SHOWN =
      Map.of("ACTIVE", "ACTIVE", "SHUTOFF", "STOPPED", "PAUSED", "SUSPENDED", "ERROR", "FAILED");

  static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int MORE_SERVERS = Integer.getInteger("cluster.servers", 0);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Logger LOG = LoggerFactory.getLogger(TestCluster.class);

  private final Path folder;
  private final EmbeddedLab lab = EmbeddedLab.start();
  private final Receiver receiver = Receiver.start();
  private final Optional<SmallDisk> disk;
  private final RabbitNode broker;
  private final List<Host> hosts = new ArrayList<>();
  private final Map<String, String> changed = new TreeMap<>();
  private final Random random = new Random(1);
  private PostgresServer database;
  private Publisher publisher;
  private int standbys;

  /** An installation, its process, and its links to what it shares with the others. */
  final class Host {
    final String name;
    final Installation installation;
    final NetworkLink toDatabase = new NetworkLink(database.port());
    final NetworkLink toStandby = new NetworkLink(database.port());
    final NetworkLink toBroker = new NetworkLink(broker.port());
    final NetworkLink toSystems = new NetworkLink(port(lab.url()));
    private final Map<String, String> environment;
    ViewProcess process;

    private Host(String name, Map<String, String> environment) {
      this.name = name;
      this.environment = environment;
      this.installation = Installation.of(folder.resolve(name), lab);
      installation.configure(
          Installation.withoutRetries(lab.config("http://127.0.0.1:" + toSystems.port()))
              .set("rmq.rmq_port", toBroker.port())
              .set("view.interval", "1h")
              .set("view.response_timeout", "5s")
              .set("view.store", "postgresql")
              .set(
                  "view.postgresql",
                  PostgresServer.config(
                      "127.0.0.1:%d,127.0.0.1:%d".formatted(toDatabase.port(), toStandby.port())))
              .set("view.cluster", Map.of("host", name, "lease", "6s", "quiet_after", "4s")));
    }

    void start() {
      process = installation.startAs("view", environment);
    }

    List<NetworkLink> toDatabases() {
      return List.of(toDatabase, toStandby);
    }

    List<NetworkLink> links() {
      return List.of(toDatabase, toStandby, toBroker, toSystems);
    }

    /** All but the time at which the file was written. */
    JsonNode view() {
      JsonNode view = installation.view();
      if (view instanceof ObjectNode fields) {
        fields.remove("written_at");
      }
      return view;
    }

    /** Whether its view.pickle shows something that fe_updates would create or delete. */
    boolean asksForSomething() throws IOException {
      View view = ViewPickleReader.read(installation.data("view.pickle"));
      return view.racks().stream()
              .anyMatch(rack -> rack.id().concertim() == null || rack.deleteMarker())
          || view.devices().stream()
              .anyMatch(device -> device.id().concertim() == null || device.deleteMarker());
    }

    /** Whether its view.json shows a rack that the portal lacks. */
    boolean knowsOfARackToCreate() {
      return StreamSupport.stream(view().path("racks").spliterator(), false)
          .anyMatch(rack -> rack.at("/id/concertim").isNull());
    }

    private boolean knowsTheLastCause() {
      try {
        List<String> changes = Files.readAllLines(installation.data("changes.jsonl"));
        return changes.get(changes.size() - 1).contains("\"cause\":\"compute.");
      } catch (NoSuchFileException e) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void assertRuns() {
      assertTrue(process.isRunning(), () -> name + " has ended: " + process.errors());
    }

    private void assertShows(String server, String status) {
      assertEquals(status, installation.status(server), name + " of server " + server);
    }

    private void assertHasLostNothing() {
      try {
        for (String change : Files.readAllLines(installation.data("changes.jsonl"))) {
          assertFalse(change.contains("\"op\":\"REMOVED\""), change);
          assertFalse(change.contains("\"field\":\"delete_marker\""), change);
        }
      } catch (NoSuchFileException e) {
        return; // nothing has changed since it began anew
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String toString() {
      return name;
    }

    private void close() throws IOException {
      if (process != null) {
        process.close();
      }
      for (NetworkLink link : links()) {
        link.close();
      }
    }
  }

  private TestCluster(Path folder) throws IOException {
    this.folder = folder;
    grow(MORE_SERVERS);
    broker = RabbitNode.make(folder.resolve("broker"));
    publisher = broker.publisher();
    database = PostgresServer.in(folder.resolve("database"));
    Host one = new Host("one", Map.of());
    one.installation.reconfigure("view.notify", Map.of("hook", Map.of("url", receiver.url())));
    Host three = new Host("three", Map.of());
    disk = SmallDisk.ifPossible(three.installation.data(), 64 + MORE_SERVERS / 100);
    hosts.addAll(List.of(one, new Host("two", anHourAhead()), three));
    hosts.forEach(Host::start);
  }

  /** Gives the cloud so many servers more, in stacks of 20. */
  private void grow(int servers) {
    World world = lab.world();
    ObjectNode server = world.servers().get("5e000000-0000-4000-8000-0000000000c0");
    ObjectNode stack = world.stacks().get("57000000-0000-4000-8000-0000000000a2");
    ArrayNode resources = stack.arrayNode();
    for (int i = 1; i <= servers; i++) {
      String id = "5e000000-0000-4000-9000-%012d".formatted(i);
      world.servers().add(server.deepCopy().put("id", id).put("name", "node-" + i));
      resources.addObject().put("name", "node-" + i).put("type", "OS::Nova::Server").put("id", id);
      if (i % 20 == 0) {
        ObjectNode grown = stack.deepCopy().put("name", "stack-" + i);
        grown.put("id", "57000000-0000-4000-9000-%012d".formatted(i)).set("resources", resources);
        world.stacks().add(grown);
        resources = stack.arrayNode();
      }
    }
  }

  static TestCluster start(Path folder) throws IOException {
    TestCluster started = new TestCluster(folder);
    try {
      started.awaitEqual();
    } catch (Throwable e) {
      started.close();
      throw e;
    }
    return started;
  }

  /** Nothing where Debian's libfaketime is not there. */
  private static Map<String, String> anHourAhead() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
      return folders
          .map(folder -> folder.resolve("faketime/libfaketime.so.1"))
          .filter(Files::exists)
          .findFirst()
          .map(library -> Map.of("LD_PRELOAD", library.toString(), "FAKETIME", "+1h"))
          .orElse(Map.of());
    }
  }

  private static int port(String url) {
    return Integer.parseInt(url.replaceFirst(".*:", ""));
  }

  List<Host> hosts() {
    return hosts;
  }

  List<Host> without(Host host) {
    return hosts.stream().filter(other -> other != host).toList();
  }

  EmbeddedLab lab() {
    return lab;
  }

  /** What host one notifies. */
  Receiver receiver() {
    return receiver;
  }

  /** Where host three has its data; skips the test where nothing can be mounted. */
  SmallDisk disk() {
    Assumptions.assumeTrue(disk.isPresent(), "nothing can be mounted here");
    return disk.get();
  }

  PostgresServer database() {
    return database;
  }

  RabbitNode broker() {
    return broker;
  }

  Host host(String name) {
    return hosts.stream().filter(host -> host.name.equals(name)).findAny().orElseThrow();
  }

  /** The host that syncs. */
  Host leader() {
    String current = "select host from concertim_view.lease where until > clock_timestamp()";
    return host(
        await().atMost(PATIENCE).until(() -> database.query(current), found -> found != null));
  }

  void awaitLeaderBut(Host host) {
    await().atMost(PATIENCE).until(() -> leader() != host);
  }

  /** The host that listens to the cloud: it alone knows of which notification a change comes. */
  Host listener() {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> {
              change();
              awaitAllShow();
              return hosts.stream().filter(Host::knowsTheLastCause).toList();
            },
            found -> found.size() == 1)
        .get(0);
  }

  /** Stops a host that is in the middle of storing a publication. */
  Host freezeWriter() throws IOException, SQLException {
    try (Connection blocker = database.connect()) {
      blocker.setAutoCommit(false);
      blocker.createStatement().execute("lock table concertim_view.entry in share mode");
      change();
      String waiting =
          "select split_part(application_name, ' ', 2) from pg_stat_activity"
              + " where wait_event_type = 'Lock' and query like 'insert into entry%'";
      Host writer =
          host(
              await()
                  .atMost(PATIENCE)
                  .until(() -> database.query(waiting), found -> found != null));
      writer.process.suspend();
      blocker.rollback();
      return writer;
    }
  }

  /** The database fails over to a standby that lacks its last commits. */
  void promoteStandby() throws IOException {
    try (NetworkLink replication = new NetworkLink(database.port())) {
      PostgresServer standby =
          PostgresServer.standbyOf(
              database, replication.port(), folder.resolve("database-" + ++standbys));
      hosts.forEach(host -> host.toStandby.leadTo(standby.port()));
      await().atMost(PATIENCE).until(() -> entry(standby).equals(entry(database)));
      replication.cut();
      change();
      await().atMost(PATIENCE).until(() -> !entry(standby).equals(entry(database)));
      awaitAllShow();
      database.kill();
      standby.promote();
      database = standby;
      hosts.forEach(host -> host.toDatabase.leadTo(standby.port()));
    }
  }

  private static String entry(PostgresServer server) {
    return server.query("select entry from concertim_view.head");
  }

  /** Sets all servers of the cloud to another status, and tells it, if the broker is there. */
  void change() {
    changeSilently();
    changed.forEach(this::tell);
  }

  /** Sets all servers of the cloud to another status, so that hardly an earlier view is like it. */
  void changeSilently() {
    List<String> states = SHOWN.keySet().stream().sorted().toList();
    for (String server : SERVERS) {
      int before = states.indexOf(changed.getOrDefault(server, "ACTIVE"));
      String state = states.get((before + random.nextInt(1, states.size())) % states.size());
      lab.world().servers().set(server, "status", state);
      changed.put(server, state);
    }
  }

  private void tell(String server, String state) {
    try {
      publisher.send(LabNotification.server("update", server, state));
    } catch (IOException | AlreadyClosedException e) {
      LOG.debug("nobody hears of it", e);
    }
  }

  void startBroker() throws IOException {
    broker.start();
    publisher = broker.publisher();
  }

  void awaitShown(List<Host> waitedFor) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                waitedFor.forEach(
                    host ->
                        changed.forEach(
                            (server, state) -> host.assertShows(server, SHOWN.get(state)))));
  }

  void awaitAllShow() {
    awaitShown(hosts);
  }

  void awaitEqual() {
    await()
        .atMost(PATIENCE)
        .failFast(() -> hosts.forEach(Host::assertRuns))
        .untilAsserted(
            () -> {
              JsonNode first = hosts.get(0).view();
              for (Host host : hosts) {
                assertEquals(first, host.view(), host.name);
              }
              assertTrue(first.path("generation").asLong() > 0);
            });
  }

  /** The last of what was told of each server is its status, and nothing is missing before that. */
  void assertTold(List<Receiver.Post> posts) throws IOException {
    Map<String, String> told = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    for (Receiver.Post post : posts) {
      JsonNode event = JSON.readTree(post.body());
      JsonNode change = event.path("data");
      if (change.path("field").asText().equals("status") && seen.add(event.path("id").asText())) {
        String before = told.put(change.path("id").asText(), change.path("after").asText());
        assertTrue(before == null || before.equals(change.path("before").asText()), post::body);
      }
    }
    changed.forEach((server, state) -> assertEquals(SHOWN.get(state), told.get(server), server));
  }

  /** All hosts have one view, it is the cloud's, and nothing was ever taken for gone. */
  void awaitWell() {
    awaitAllShow();
    awaitEqual();
    hosts.forEach(Host::assertHasLostNothing);
  }

  @Override
  public void close() throws IOException {
    for (Host host : hosts) {
      host.close();
    }
    if (disk.isPresent()) {
      disk.get().close();
    }
    receiver.close();
    database.close();
    publisher.close();
    broker.close();
    lab.close();
  }
}

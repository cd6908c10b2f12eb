// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.mapping.Place;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.queue.work.SteadyClock;
import io.concertim.view.state.State;
import io.concertim.view.state.StateChange;
import io.concertim.view.store.AtomicFile;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.ReplicatedState;
import io.concertim.view.store.SharedState;
import io.concertim.view.sync.DeposedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts with a data directory each that follow one log in a real PostgreSQL. */
class ReplicatedStateTest {
  private final TestDatabase database = new TestDatabase();
  private final Host one = new Host("one");
  private final Host other = new Host("other");

  @TempDir Path folder;

  /** A process of a host. */
  private final class Host {
    final Database connections;
    final Lease lease;
    final PostgresLog log;
    final String name;
    ReplicatedState state;

    Host(String name) {
      this(name, "settings");
    }

    Host(String name, String settings) {
      this.name = name;
      this.connections = database.of(name);
      this.lease = new Lease(connections, true, name, Duration.ofSeconds(10), new SteadyClock());
      this.log = new PostgresLog(connections, lease, settings);
    }

    DataDirectory directory() throws IOException {
      return DataDirectory.open(Files.createDirectories(folder.resolve(name)));
    }

    ReplicatedState start() throws IOException {
      state = new ReplicatedState(directory(), new HybridClock(Clock.systemUTC()), log);
      return state;
    }

    void learn(Observation... seen) throws IOException {
      state.begin();
      try {
        state.follow();
        state.addUnsynced(List.of(seen));
        state.publishing(
            state.current().published(state.current().places(), state.nextGeneration()));
      } finally {
        state.end();
      }
    }

    void sync(State next) throws IOException {
      lease.renew();
      lease.begin();
      state.begin();
      try {
        state.agree(next, StateChange.between(state.current(), next));
        AtomicFile.replace(directory().layers(), out -> state.write(next, out));
        state.replaced(next);
      } finally {
        state.end();
      }
    }
  }

  @AfterEach
  void close() {
    for (Host host : List.of(one, other)) {
      host.log.close();
      host.connections.close();
    }
  }

  private static Observation project(String id, long seen, String name) {
    return Observation.of(Kind.PROJECT, seen, new Project(id, name));
  }

  private static State synced(State before, Observation... seen) {
    State after = before.with(List.of(seen));
    return new State(
        after.layers(),
        Map.of("server", new Place("stack", 1, 2)),
        Map.of(Source.CONCERTIM, SourceStatus.completeAt(Instant.EPOCH)),
        before.generation() + 1);
  }

  @Test
  void whatOneHostPublishesTheOtherKnows() throws IOException {
    one.start();
    other.start();

    one.learn(project("a", 1, "x"));

    assertTrue(other.state.isBehind());
    assertEquals(one.state.current(), other.state.follow());
    assertFalse(other.state.isBehind());
    assertEquals(1, other.state.current().generation());
    assertTrue(other.state.isUnpublished());
    assertTrue(other.state.isOwn());
  }

  @Test
  void eachWritesOnTopOfTheOther() throws IOException {
    one.start();
    other.start();

    for (int i = 0; i < 5; i++) {
      one.learn(project("a" + i, 2 * i + 1, "x"));
      other.learn(project("b" + i, 2 * i + 2, "x"));
    }

    assertEquals(other.state.current(), one.state.follow());
    assertEquals(10, one.state.current().generation());
    assertEquals(10, one.state.layers().size());
  }

  @Test
  void aSyncWithItsPlacesIsKnownToTheOther() throws IOException {
    one.start();
    other.start();

    one.sync(synced(State.empty(), project("a", 1, "x")));

    assertEquals(one.state.current(), other.state.follow());
    assertEquals(Map.of("server", new Place("stack", 1, 2)), other.state.current().places());
  }

  @Test
  void aRestartGoesOnFromTheDataDirectory() throws IOException {
    one.start();
    one.learn(project("a", 1, "x"));
    State before = one.state.current();
    other.start();
    other.learn(project("b", 2, "x"));

    one.start();

    assertEquals(before, one.state.current(), "what it knew before it has asked");
    assertEquals(other.state.current(), one.state.follow());
    assertFalse(Files.exists(one.directory().resyncFlag()));
  }

  @Test
  void theDataDirectoryIsThatOfAHostAlone() throws IOException {
    one.start();
    other.start();
    one.sync(synced(State.empty(), project("a", 1, "x")));
    other.learn(project("b", 2, "x"));
    other.state.follow();

    SharedState alone = new SharedState(other.directory(), new HybridClock(Clock.systemUTC()));

    assertEquals(one.state.follow(), alone.current());
  }

  @Test
  void anEmptyLogBeginsWithWhatAHostKnows() throws IOException {
    SharedState alone = new SharedState(one.directory(), new HybridClock(Clock.systemUTC()));
    State known = synced(State.empty(), project("a", 1, "x"));
    AtomicFile.replace(one.directory().layers(), out -> alone.write(known, out));
    one.start();
    other.start();

    one.learn(project("b", 2, "x"));

    assertEquals(one.state.current(), other.state.follow());
    assertEquals(2, other.state.layers().size());
    assertEquals(known.places(), other.state.current().places());
    assertEquals(known.sources(), other.state.current().sources());
  }

  @Test
  void aHostThatIsFarBehindTakesTheSnapshot() throws IOException {
    one.start();
    State state = State.empty();
    for (int i = 1; i <= 3; i++) {
      state = synced(state, project("a" + i, i, "x"));
      one.sync(state);
    }
    one.learn(project("b", 9, "x"));

    assertEquals(one.state.current(), other.start().follow());
    assertFalse(Files.exists(other.directory().resyncFlag()), "it is new");
  }

  @Test
  void whatThePromotedDatabaseLacksIsForgottenAndAskedForAgain() throws Exception {
    one.start();
    other.start();
    one.learn(project("a", 1, "x"));
    other.state.follow();
    one.learn(project("lost", 2, "x"));
    database.run("delete from entry where entry = 2");
    database.run("update head set entry = 1, tag = (select tag from entry)");

    other.learn(project("b", 3, "x"));

    assertTrue(one.state.isBehind());
    assertEquals(other.state.current(), one.state.follow());
    assertTrue(Files.exists(one.directory().resyncFlag()));
    assertFalse(Files.exists(other.directory().resyncFlag()));
  }

  @Test
  void whatIsNotPublishedIsForgotten() throws IOException {
    one.start();
    one.learn(project("a", 1, "x"));
    State before = one.state.current();

    one.state.begin();
    one.state.addUnsynced(List.of(project("b", 2, "x")));
    one.state.end();

    assertEquals(before, one.state.current());
    assertEquals(before, other.start().follow());
  }

  @Test
  void aReadThatShowsNothingNewIsKnownAsWell() throws IOException {
    one.start();
    one.learn(project("a", 1, "x"));

    one.state.begin();
    one.state.addUnsynced(List.of(project("a", 7, "x")));
    one.state.sync();
    one.state.end();
    other.start().follow();
    other.learn(project("a", 5, "older"));

    assertEquals("x", other.state.layers().facts(Project.class).get(0).name());
    assertEquals(1, one.state.current().generation());
  }

  @Test
  void aDeposedHostStoresNoSync() throws Exception {
    one.start();
    other.start();
    assertTrue(one.lease.renew());
    one.lease.begin();
    database.run("update lease set until = '-infinity'");
    assertTrue(other.lease.renew());

    State next = synced(State.empty(), project("a", 1, "x"));
    one.state.begin();
    DeposedException deposed =
        assertThrows(
            DeposedException.class,
            () -> one.state.agree(next, StateChange.between(State.empty(), next)));
    one.state.end();

    assertTrue(deposed.getMessage().contains("other"), deposed.getMessage());
    assertEquals(State.empty(), other.state.follow());
    assertEquals(State.empty(), one.state.current());
  }

  @Test
  void aHostThatMapsOtherwisePublishesNothing() throws IOException {
    one.start();
    one.sync(synced(State.empty(), project("a", 1, "x")));
    Host upgraded = new Host("upgraded", "other settings");
    upgraded.start();

    IOException refused =
        assertThrows(IOException.class, () -> upgraded.learn(project("b", 2, "x")));

    upgraded.connections.close();
    assertTrue(refused.getMessage().contains("other settings"), refused.getMessage());
    assertEquals(one.state.current(), upgraded.state.current(), "it follows");
    assertFalse(one.state.isBehind());
  }

  @Test
  void aHostOfTheVersionBeforeGoesOnWithTheSchemaAndTheEntriesOfALaterOne() throws Exception {
    one.start();
    one.learn(project("a", 1, "x"));
    database.run(
        "create table later (one int);"
            + " alter table entry add column later text;"
            + " insert into flyway_schema_history (installed_rank, version, description, type,"
            + " script, checksum, installed_by, execution_time, success)"
            + " values (2, '2', 'later', 'SQL', 'V2__later.sql', 1, 'later', 1, true);"
            + " update entry set later = '', lines = convert_to('{\"later\":1}' || chr(10) ||"
            + " replace(convert_from(lines, 'UTF8'), '\"x\"', '\"x\",\"later\":[1]'), 'UTF8')");

    other.start();
    other.learn(project("b", 2, "x"));

    assertEquals(other.state.current(), one.state.follow());
    assertEquals(2, one.state.layers().size());
  }

  @Test
  void aPromotedServerFreesTheTurnAndLetsAllBeReadAgain() throws Exception {
    one.start();
    one.learn(project("a", 1, "x"));
    assertTrue(one.lease.renew());
    one.lease.begin();
    Instant before = new DatabaseClock(one.connections).instant();
    database.run("update head set timeline = 'the one before'");
    one.connections.close();

    try (Database promoted = database.of("two")) {
      Instant after = new DatabaseClock(promoted).instant();
      assertTrue(after.isAfter(before.plusSeconds(59)), before + " " + after);
      Lease lease = new Lease(promoted, true, "two", Duration.ofMinutes(1), new SteadyClock());
      assertTrue(lease.renew(), "although the lease has not ended");
      assertEquals(3, lease.term());
      Errands errands = new Errands(promoted, lease, other.directory());
      errands.run();
      assertTrue(Files.exists(other.directory().resyncFlag()));
    }
  }

  @Test
  void aResyncThatALeaderHasNotDoneIsForTheNext() throws IOException {
    TestDatabase.beat(other.connections);
    assertTrue(one.lease.renew());
    Files.createFile(other.directory().resyncTaken());
    Files.createFile(other.directory().resyncHold());

    new Errands(other.connections, other.lease, other.directory()).run();
    Errands leader = new Errands(one.connections, one.lease, one.directory());
    leader.run();

    assertFalse(Files.exists(other.directory().resyncTaken()));
    assertFalse(Files.exists(other.directory().resyncFlag()));
    assertTrue(Files.exists(one.directory().resyncFlag()));
    assertTrue(Files.exists(other.directory().resyncHold()), "it lasts");
    assertTrue(Files.exists(one.directory().resyncHold()));
  }

  /** The host that does not lead has a hold, which it hands to the one that does. */
  private void handOnAHold() throws IOException {
    TestDatabase.beat(other.connections);
    assertTrue(one.lease.renew());
    Files.createFile(other.directory().resyncHold());
    new Errands(other.connections, other.lease, other.directory()).run();
  }

  @Test
  void aHoldThatWasKeptForOthersGoesWithTheTurn() throws IOException {
    handOnAHold();
    Errands leader = new Errands(one.connections, one.lease, one.directory());
    leader.run();
    assertTrue(Files.exists(one.directory().resyncHold()));

    one.lease.giveUp();
    leader.run();

    assertFalse(Files.exists(one.directory().resyncHold()), "it is not its own");
    assertTrue(Files.exists(other.directory().resyncHold()));
  }

  @Test
  void aHoldThatWasKeptForOthersIsNotItsOwnAfterAKill() throws Exception {
    handOnAHold();
    new Errands(one.connections, one.lease, one.directory()).run();
    assertTrue(Files.exists(one.directory().resyncHold()));
    Files.delete(other.directory().resyncHold());
    database.run("update errand set at = at - interval '1 minute'");

    new Errands(one.connections, one.lease, one.directory()).run();

    assertFalse(Files.exists(one.directory().resyncHold()));
  }

  @Test
  void aHoldThatWasKeptForOthersIsNotHandedOnAfterAKill() throws IOException {
    handOnAHold();
    new Errands(one.connections, one.lease, one.directory()).run();
    one.lease.giveUp();
    Files.delete(other.directory().resyncHold());

    new Errands(one.connections, one.lease, one.directory()).run();

    assertFalse(Files.exists(one.directory().resyncHold()));
  }

  @Test
  void aForgottenHoldIsForgottenForOthersToo() throws IOException {
    TestDatabase.beat(other.connections);
    assertTrue(one.lease.renew());
    Path hold = Files.createFile(other.directory().resyncHold());
    Files.setLastModifiedTime(hold, FileTime.from(Instant.now().minusSeconds(360)));

    new Errands(other.connections, other.lease, other.directory()).run();
    new Errands(one.connections, one.lease, one.directory()).run();

    assertFalse(Files.exists(one.directory().resyncHold()));
  }

  @Test
  void aHoldThatIsRenewedHoldsOthersAsLong() throws IOException {
    handOnAHold();
    Errands leader = new Errands(one.connections, one.lease, one.directory());
    leader.run();
    FileTime old = FileTime.from(Instant.now().minusSeconds(360));
    Files.setLastModifiedTime(one.directory().resyncHold(), old);

    leader.run();

    FileTime since = Files.getLastModifiedTime(one.directory().resyncHold());
    assertTrue(since.compareTo(old) > 0, since::toString);
  }

  @Test
  void aHoldOfTheLeaderStaysAsItIs() throws IOException {
    handOnAHold();
    Files.writeString(one.directory().resyncHold(), " ");
    Errands leader = new Errands(one.connections, one.lease, one.directory());
    leader.run();
    one.lease.giveUp();

    leader.run();

    assertEquals(" ", Files.readString(one.directory().resyncHold()));
  }

  @Test
  void filesThatMayBeQuietAreWrittenAgainAfterARestart() throws IOException {
    one.start();
    one.learn(project("a", 1, "x"));
    one.state.published("as it is");
    assertFalse(one.state.isUnpublished());

    one.start();

    assertTrue(one.state.isUnpublished());
  }

  @Test
  void theDatabaseIsAwayUntilItAnswers() throws IOException {
    Duration time = Duration.ofHours(1);
    assertTrue(one.connections.isAwayFor(time));
    assertTrue(other.connections.isAwayFor(time));

    TestDatabase.beat(one.connections);
    other.start();
    other.state.begin();
    other.state.end();

    assertFalse(one.connections.isAwayFor(time));
    assertFalse(other.connections.isAwayFor(time));
  }

  @Test
  void noTimeIsGivenTwice() throws Exception {
    DatabaseClock clock = new DatabaseClock(one.connections);
    clock.instant();
    database.run("update clock set last = 9000000000000000"); // as if it had been set back

    assertEquals(clock.instant().plusNanos(1000), new DatabaseClock(other.connections).instant());
  }

  @Test
  void aTermThatTheDatabaseHasForgottenIsNobodysElse() throws Exception {
    one.start();
    other.start();
    assertTrue(one.lease.renew());
    one.lease.begin();
    database.run("update lease set term = 0, process = null, until = '-infinity'");
    assertTrue(other.lease.renew());

    State next = synced(State.empty(), project("a", 1, "x"));
    one.state.begin();
    assertThrows(
        DeposedException.class,
        () -> one.state.agree(next, StateChange.between(State.empty(), next)));
    one.state.end();
  }

  @Test
  void ofTwoWritersOneWaits() throws Exception {
    one.start();
    other.start();
    one.state.begin();

    Thread second =
        new Thread(
            () -> {
              try {
                other.learn(project("b", 2, "x"));
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    second.start();
    second.join(300);
    assertTrue(second.isAlive());
    one.state.addUnsynced(List.of(project("a", 1, "x")));
    one.state.publishing(one.state.current().published(Map.of(), one.state.nextGeneration()));
    one.state.end();
    second.join();

    assertEquals(2, other.state.current().generation());
    assertEquals(other.state.current(), one.state.follow());
  }

  @Test
  void aFollowerWithALongJournalMakesASnapshotOfIt() throws IOException {
    one.start();
    other.start();
    one.learn(project("a", 1, "x".repeat(1 << 21)));

    State known = other.state.follow();
    SharedState alone = new SharedState(other.directory(), new HybridClock(Clock.systemUTC()));

    assertTrue(Files.size(other.directory().layers()) > 1 << 21);
    assertEquals(known, alone.current());
    one.learn(project("b", 2, "x"));
    assertEquals(one.state.current(), other.state.follow());
  }

  @Test
  void manyEntriesAreFollowed() throws IOException {
    one.start();
    other.start();
    IntStream.range(0, 200)
        .forEach(
            i -> {
              try {
                one.learn(project("a" + i % 7, i, "name " + i));
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });

    assertEquals(one.state.current(), other.state.follow());
  }
}

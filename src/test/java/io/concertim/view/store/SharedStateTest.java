// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.mapping.Place;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.state.State;
import io.concertim.view.state.StateChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several writers of one data directory, each with the state as it knows it. */
class SharedStateTest {
  private Path folder;
  private DataDirectory directory;

  @BeforeTry
  void makeDirectory() throws IOException {
    folder = Files.createTempDirectory("shared-state");
    directory = DataDirectory.open(folder);
  }

  @AfterTry
  void removeDirectory() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private SharedState writer() throws IOException {
    return new SharedState(directory, new HybridClock(Clock.systemUTC()));
  }

  private static Observation project(String id, long seen, String name) {
    return Observation.of(Kind.PROJECT, seen, new Project(id, name));
  }

  private void snapshot(SharedState writer, State next) throws IOException {
    Files.write(DataDirectory.beside(directory.layers(), "new"), StateFile.bytes(next));
    Files.move(
        DataDirectory.beside(directory.layers(), "new"),
        directory.layers(),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    writer.replaced(next);
  }

  @Example
  void aSecondWriterLearnsWhatTheFirstAdded() throws IOException {
    SharedState one = writer();
    SharedState other = writer();

    one.add(List.of(project("a", 1, "x")));

    assertTrue(other.isBehind());
    assertEquals(one.current(), other.follow());
    assertFalse(other.isBehind());
    assertEquals(one.current(), writer().current());
  }

  @Example
  void aWriterThatWasPausedCannotUndoWhatWasLearntMeanwhile() throws IOException {
    SharedState paused = writer();
    SharedState other = writer();
    other.add(List.of(project("a", 5, "new")));
    snapshot(other, other.current().published(Map.of(), 7));
    other.add(List.of(Observation.gone(Kind.PROJECT, "b", 6)));

    paused.follow();
    paused.add(List.of(project("a", 4, "old"), project("b", 3, "old")));

    State now = writer().current();
    assertEquals("new", now.layers().fact(Project.class, "a").orElseThrow().name());
    assertTrue(now.layers().isGone(Kind.PROJECT, "b"));
    assertEquals(7, now.generation());
  }

  @Example
  void placesAndGenerationsOutliveTheProcess() throws IOException {
    SharedState writer = writer();
    Map<String, Place> places = Map.of("s1", new Place("st", 1, 2), "s2", new Place("st", 3, 3));
    writer.publishing(writer.current().published(places, 1));
    writer.pickling("stamp", "offer");
    writer.publishing(writer.current().published(Map.of("s2", new Place("st", 3, 3)), 2));
    writer.pickling("stamp 2", null);

    SharedState next = writer();
    assertEquals(Map.of("s2", new Place("st", 3, 3)), next.current().places());
    assertEquals(2, next.current().generation());
    assertEquals("stamp 2", next.pickle());
    assertEquals(null, next.offer());
  }

  @Example
  void aLineThatACrashCutOffIsSkippedAndOverwritten() throws IOException {
    SharedState writer = writer();
    writer.add(List.of(project("a", 1, "x")));
    Path journal = directory.journal(0);
    Files.write(
        journal,
        "{\"kind\":\"PROJECT\",\"id\":\"torn".getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.APPEND);

    SharedState next = writer();
    next.add(List.of(project("b", 2, "y")));

    assertEquals(next.current(), writer().current());
    assertEquals(2, writer().layers().facts(Project.class).size());
    writer.follow();
    assertEquals(next.current(), writer.current());
  }

  @Example
  void aLineThatMakesNoSenseMakesAllListsNeeded() throws IOException {
    SharedState writer = writer();
    snapshot(
        writer,
        new State(
            Layers.empty(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(Kind.SERVER, 5L),
            1));
    assertEquals(Map.of(Kind.SERVER, 5L), writer().current().asOf());

    Files.writeString(directory.journal(1), "%%%\n", StandardOpenOption.CREATE);

    assertEquals(Map.of(), writer().current().asOf());
  }

  @Example
  void aLineThatMakesNoSenseDoesNotHideTheNext() throws IOException {
    SharedState writer = writer();
    writer.add(List.of(project("a", 1, "x")));
    Files.writeString(directory.journal(0), "%%%\n", StandardOpenOption.APPEND);
    writer.follow();
    writer.add(List.of(project("b", 2, "y")));

    assertEquals(2, writer().layers().facts(Project.class).size());
  }

  @Example
  void aHoleInTheJournalDoesNotHideTheNextLine() throws IOException {
    SharedState writer = writer();
    writer.add(List.of(project("a", 1, "x")));
    Files.write(directory.journal(0), new byte[500], StandardOpenOption.APPEND);
    Files.write(
        directory.journal(0),
        ObservationLine.bytes(project("b", 2, "y")),
        StandardOpenOption.APPEND);
    Files.write(
        directory.journal(0),
        ObservationLine.bytes(project("c", 3, "z")),
        StandardOpenOption.APPEND);

    assertEquals(
        List.of(new Project("a", "x"), new Project("c", "z")),
        writer().layers().facts(Project.class));
  }

  @Example
  void aViewJsonThatACrashLeftFullOfNothingIsKeptAside() throws IOException {
    byte[] hole = new byte[500];
    hole[7] = '{';
    Files.write(directory.viewJson(), hole);

    assertEquals(1, writer().nextGeneration());
    assertTrue(Files.notExists(directory.viewJson()));
  }

  @Example
  void whatACompleteReadNoLongerShowedIsNotBroughtBackByAnOlderRead() throws IOException {
    SharedState writer = writer();
    Instant read = Instant.ofEpochSecond(100);
    State known =
        new State(
            Layers.empty(),
            Map.of(),
            Map.of(Source.OPENSTACK, SourceStatus.completeAt(read)),
            Map.of(),
            Map.of(),
            Map.of(Kind.PROJECT, HybridClock.micros(read)),
            Map.of(),
            3);
    snapshot(writer, known);

    writer.add(List.of(project("old", HybridClock.micros(read) - 1, "x")));
    writer.add(List.of(project("new", HybridClock.micros(read) + 1, "y")));

    assertEquals(List.of(new Project("new", "y")), writer.layers().facts(Project.class));
    assertEquals(writer.layers(), writer().layers());
  }

  @Provide
  Arbitrary<List<Observation>> observations() {
    Arbitrary<String> ids = Arbitraries.of("a", "b", "c");
    Arbitrary<Long> versions = Arbitraries.longs().between(1, 4);
    Arbitrary<Observation> facts =
        Combinators.combine(ids, versions, Arbitraries.of("x", "y"))
            .as((id, seen, name) -> project(id, seen, name));
    Arbitrary<Observation> tombstones =
        Combinators.combine(ids, versions).as((id, v) -> Observation.gone(Kind.PROJECT, id, v));
    return Arbitraries.oneOf(facts, tombstones).list().ofMinSize(1).ofMaxSize(15);
  }

  /** Any split over three writers, with snapshots and restarts between, ends in the same layers. */
  @Property(tries = 60)
  void anyNumberOfWritersEndInTheSameState(
      @ForAll("observations") List<Observation> observations, @ForAll Random random)
      throws IOException {
    List<SharedState> writers = new ArrayList<>(List.of(writer(), writer(), writer()));
    for (Observation observation : observations) {
      int turn = random.nextInt(writers.size());
      SharedState writer = writers.get(turn);
      writer.follow();
      writer.add(List.of(observation));
      switch (random.nextInt(4)) {
        case 0 -> snapshot(writer, writer.current().published(Map.of(), nextGeneration(writer)));
        case 1 -> writers.set(turn, writer());
        case 2 -> writer.publishing(writer.current().published(Map.of(), nextGeneration(writer)));
        default -> {}
      }
    }

    Layers all = Layers.empty().merge(observations);
    assertEquals(all, writer().layers());
    for (SharedState writer : writers) {
      assertEquals(all, writer.follow().layers());
      assertEquals(writer().current(), writer.current());
    }
  }

  /** Whatever a sync learns is the same by way of the journal and by way of a snapshot. */
  @Property(tries = 200)
  void aSyncInTheJournalIsTheSameAsASnapshot(
      @ForAll("observations") List<Observation> observations, @ForAll Random random)
      throws IOException {
    List<SharedState> writers = new ArrayList<>(List.of(writer(), writer()));
    State expected = State.empty();
    for (int from = 0; from < observations.size(); ) {
      int to = Math.min(observations.size(), from + 1 + random.nextInt(5));
      List<Observation> some = observations.subList(from, to);
      from = to;
      int turn = random.nextInt(writers.size());
      SharedState writer = writers.get(turn);
      assertEquals(expected, writer.follow());
      if (random.nextBoolean()) {
        expected = expected.with(some);
        writer.add(some);
      } else {
        expected = afterSync(expected, some, random);
        StateChange change = StateChange.between(writer.current(), expected);
        if (random.nextInt(4) == 0) {
          snapshot(writer, expected);
        } else {
          writer.publishing(expected, change);
        }
      }
      assertEquals(expected, writer.current());
      if (random.nextInt(4) == 0) {
        writers.set(turn, writer());
      }
    }
    for (SharedState writer : writers) {
      assertEquals(expected, writer.follow());
    }
    assertEquals(expected, writer().current());
  }

  private static State afterSync(State before, List<Observation> read, Random random) {
    State with = before.with(read);
    Instant now = Instant.ofEpochSecond(random.nextInt(4));
    return new State(
        with.layers().without(seen -> seen.isGone() && random.nextBoolean()),
        random.nextBoolean() ? before.places() : Map.of("s", new Place("st", 1, 2)),
        Map.of(Source.OPENSTACK, SourceStatus.completeAt(now)),
        random.nextBoolean()
            ? before.problems()
            : Map.of(
                Source.OPENSTACK,
                List.of(
                    new Problem(
                        Problem.Effect.KEPT, Problem.Cause.NOT_READ, "server", "s", "why"))),
        before.held(),
        random.nextBoolean() ? before.lists() : Map.of(Kind.PROJECT, (long) random.nextInt(3)),
        random.nextBoolean() ? before.asOf() : Map.of(Kind.SERVER, (long) random.nextInt(3)),
        before.generation() + 1);
  }

  @Example
  void aSyncThatOnlySawAgainWhatIsKnownIsAFewShortLines() throws IOException {
    SharedState writer = writer();
    List<Observation> first =
        IntStream.range(0, 1000).mapToObj(i -> project("p" + i, 5, "x")).toList();
    snapshot(writer, writer.current().with(first).published(Map.of(), 1));
    List<Observation> again =
        IntStream.range(2, 1000).mapToObj(i -> project("p" + i, 6, "x")).toList();

    State next = writer.current().with(again).published(Map.of(), 2);
    writer.publishing(next, StateChange.between(writer.current(), next));

    assertEquals(
        "{\"again\":\"PROJECT\",\"seen\":6,\"except\":[\"p0\",\"p1\"]}",
        Files.readAllLines(directory.journal(1)).get(0));
    assertTrue(Files.size(directory.journal(1)) < 300);
    assertEquals(next, writer().current());
  }

  @Example
  void anOlderReadThatComesLateLosesAgainstWhatWasSeenAgain() throws IOException {
    SharedState writer = writer();
    writer.add(List.of(project("a", 5, "x"), project("b", 5, "x")));
    State next = writer.current().with(List.of(project("a", 9, "x"), project("b", 9, "x")));
    writer.publishing(next, StateChange.between(writer.current(), next));
    Files.write(
        directory.journal(0),
        ObservationLine.bytes(project("a", 8, "late")),
        StandardOpenOption.APPEND);

    assertEquals("x", writer().layers().fact(Project.class, "a").orElseThrow().name());
    assertEquals(next.layers(), writer().layers());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"again\":\"PROJECT\",\"seen\":9223372036854775807,\"except\":[]}",
        "{\"again\":\"PROJECT\",\"seen\":-1,\"except\":[]}",
        "{\"again\":\"PROJECT\",\"seen\":1,\"only\":[null]}",
        "{\"again\":\"PROJECT\",\"seen\":1,\"only\":[],\"except\":[]}",
        "{\"again\":\"PROJECT\",\"seen\":1}",
        "{\"again\":\"MOON\",\"seen\":1,\"except\":[]}",
        "{\"sync\":{\"openstack\":null}}",
        "{\"sync\":{\"moon\":{}}}",
        "{\"sync\":{},\"lists\":{\"PROJECT\":9223372036854775807}}",
        "{\"sync\":{},\"lists\":{\"PROJECT\":null}}",
        "{\"sync\":{},\"problems\":{\"openstack\":null}}",
        "{\"sync\":{},\"held\":{\"openstack\":null}}",
        "{\"sync\":{},\"forgotten\":{\"PROJECT\":null}}",
        "{\"sync\":null,\"forgotten\":{}}"
      })
  void aLineOfASyncThatMakesNoSenseChangesNothing(String line) throws IOException {
    makeDirectory();
    SharedState writer = writer();
    writer.add(List.of(project("a", 1, "x")));
    Files.writeString(directory.journal(0), line + "\n", StandardOpenOption.APPEND);

    assertEquals(writer.current(), writer().current());
    assertTrue(writer().nextGeneration() > 0);
    removeDirectory();
  }

  private static long nextGeneration(SharedState writer) {
    return writer.current().generation() + 1;
  }
}

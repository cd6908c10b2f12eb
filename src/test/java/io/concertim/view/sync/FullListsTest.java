// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.SetClock;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Problem;
import io.concertim.view.state.State;
import io.concertim.view.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FullListsTest {
  private static final Instant READ = Instant.parse("2026-11-27T06:00:00Z");

  @TempDir private Path folder;
  private final SetClock clock = new SetClock(READ);
  private DataDirectory directory;
  private ResyncFiles files;
  private boolean listening = true;
  private State known;

  @BeforeEach
  void readAll() throws IOException {
    directory = DataDirectory.open(folder);
    files = new ResyncFiles(directory, new LocalTurn(), clock);
    known = state(List.of(), List.of());
  }

  private static State state(List<Problem> problems, List<HeldDeletion> held) {
    return state(READ, problems, held);
  }

  private static State readAt(Instant read) {
    return state(read, List.of(), List.of());
  }

  private static State state(Instant read, List<Problem> problems, List<HeldDeletion> held) {
    Map<Kind, Long> lists = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      if (kind.listRoute() != null) {
        lists.put(kind, HybridClock.micros(read));
      }
    }
    return new State(
        Layers.empty(),
        Map.of(),
        Map.of(),
        Map.of(Source.OPENSTACK, problems),
        Map.of(Source.OPENSTACK, held),
        lists,
        Map.of(),
        1);
  }

  private FullLists lists(Duration every) {
    return new FullLists(() -> known, files, () -> listening, Optional.ofNullable(every), clock);
  }

  private boolean areDueAfter(Duration passed, Duration every) throws IOException {
    clock.set(READ.plus(passed));
    return lists(every).areDue();
  }

  @Test
  void areDueAtLeastAsOftenAsIsSet() throws IOException {
    assertFalse(areDueAfter(Duration.ofMinutes(9), Duration.ofMinutes(10)));
    assertTrue(areDueAfter(Duration.ofMinutes(10), Duration.ofMinutes(10)));
  }

  @Test
  void takeAHundredthOfTheTimeUnlessThatIsSet() throws IOException {
    assertFalse(areDueAfter(Duration.ofMinutes(4), null), "they are taken for 3 s until measured");
    assertTrue(areDueAfter(Duration.ofMinutes(5), null));
  }

  @Test
  void areDueInEachSyncWhileNobodyListensUnlessHowOftenIsSet() throws IOException {
    listening = false;
    assertTrue(areDueAfter(Duration.ofSeconds(1), null));
    assertFalse(areDueAfter(Duration.ofSeconds(1), Duration.ofMinutes(10)));
  }

  @Test
  void areDueWithoutAStateOrAListOfServers() throws IOException {
    known = State.empty();
    assertTrue(lists(Duration.ofHours(1)).areDue());
  }

  @Test
  void areDueOnceTheClockWasSetBack() throws IOException {
    assertTrue(areDueAfter(Duration.ofSeconds(-1), Duration.ofHours(1)));
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_CONFIRMED, server, true",
    "NOT_READ, server, true",
    "NOT_READ, stack, false",
    "UNREADABLE, server, false",
    "SHORT_LIST, servers, false"
  })
  void areDueWhileAnAbsenceIsInQuestion(Problem.Cause cause, String object, boolean due)
      throws IOException {
    known = state(List.of(new Problem(Problem.Effect.KEPT, cause, object, "x", "why")), List.of());
    assertEquals(due, lists(Duration.ofHours(1)).areDue());
  }

  @Test
  void areDueWhileADeletionIsHeld() throws IOException {
    known = state(List.of(), List.of(new HeldDeletion("server", List.of("x"), "many", READ)));
    assertTrue(lists(Duration.ofHours(1)).areDue());
  }

  /** The lists' clock may be that of a database, and the file's one may be set back. */
  @ParameterizedTest
  @ValueSource(longs = {-3600, -1, 1, 3600})
  void areDueOnceAskedForUntilTheyHaveBeenReadAlsoAfterARestart(long ahead) throws IOException {
    Files.createFile(directory.resyncFlag());
    Files.setLastModifiedTime(directory.resyncFlag(), FileTime.from(READ.plusSeconds(ahead)));
    assertTrue(areDue());

    assertTrue(files.takeFlag());
    assertFalse(files.takeFlag());
    assertTrue(areDue());
    stored(files.request(), known);
    files = new ResyncFiles(directory, new LocalTurn(), clock);
    assertTrue(areDue());

    stored(files.request(), readAt(READ.plusMillis(1)));
    assertFalse(areDue());
    assertFalse(Files.exists(directory.resyncTaken()));
  }

  @Test
  void areStillDueIfAskedForSinceTheSyncBegan() throws IOException {
    Files.createFile(directory.resyncFlag());
    String first = files.request();
    assertTrue(files.takeFlag());
    Files.createFile(directory.resyncFlag());
    assertTrue(files.takeFlag());

    stored(first, readAt(READ.plusMillis(1)));
    assertTrue(areDue());
  }

  @Test
  void areNoLongerDueIfTheFlagIsTakenOnceTheSyncHasBegun() throws IOException {
    Files.createFile(directory.resyncFlag());
    String first = files.request();
    assertTrue(files.takeFlag());

    stored(first, readAt(READ.plusMillis(1)));
    assertFalse(areDue());
  }

  @Test
  void areStillDueIfOneWasNotRead() throws IOException {
    Files.createFile(directory.resyncFlag());
    assertTrue(files.takeFlag());
    State partly = readAt(READ.plusMillis(1));
    partly.lists().put(Kind.VOLUME, HybridClock.micros(READ));

    stored(files.request(), partly);
    assertTrue(areDue());
  }

  private boolean areDue() throws IOException {
    return areDueAfter(Duration.ofSeconds(1), Duration.ofHours(1));
  }

  private void stored(String request, State next) throws IOException {
    lists(Duration.ofHours(1)).stored(request, known, next);
    known = next;
  }
}

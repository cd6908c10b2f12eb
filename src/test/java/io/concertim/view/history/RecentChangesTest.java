// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentChangesTest {
  @TempDir private Path folder;
  private DataDirectory directory;
  private RecentChanges recent;

  @BeforeEach
  void open() throws IOException {
    directory = DataDirectory.open(folder);
    recent = new RecentChanges(directory, 100);
  }

  private void add(long... generations) throws IOException {
    addTo(1 << 20, generations);
  }

  private void addTo(long longest, long... generations) throws IOException {
    List<Change> changes = new ArrayList<>();
    for (long generation : generations) {
      changes.add(
          new Change(
              Instant.EPOCH,
              generation,
              "full sync",
              null,
              "device",
              "id-" + generation,
              "name",
              Change.Op.ADDED,
              null,
              null,
              null,
              null,
              null));
    }
    new ChangeLog(directory, longest).add(changes);
  }

  private List<Long> since(long generation) throws IOException {
    return recent.since(generation, 1000).changes().stream().map(Change::generation).toList();
  }

  @Test
  void forgetsWhatWasTakenBack() throws IOException {
    add(1, 2, 3);
    assertEquals(List.of(1L, 2L, 3L), since(0));

    new ChangeLog(directory, 1 << 20).takeBack(2);
    add(4);

    assertEquals(List.of(1L, 2L, 4L), since(0));
  }

  @Test
  void nothingHasChangedBeforeTheFirstChange() throws IOException {
    assertEquals(List.of(), since(0));
    assertTrue(recent.since(1, 10).complete());
  }

  @Test
  void whatTheFirstViewShowsIsNoChange() throws IOException {
    add(2);

    assertFalse(recent.since(0, 10).complete());
    assertTrue(recent.since(1, 10).complete());
  }

  @Test
  void doesNotKnowAfterARestartWhatWasPutAsideTwice() throws IOException {
    add(2);
    addTo(1, 3, 3);
    addTo(1, 4); // so short that the one before is put aside, over the earlier one
    recent = new RecentChanges(directory, 100);

    assertEquals(List.of(3L, 3L, 4L), since(1));
    assertFalse(recent.since(1, 10).complete());
    assertFalse(recent.since(2, 10).complete());
    assertTrue(recent.since(3, 10).complete());
  }

  @Test
  void forgetsTheChangesOfADataDirectoryThatWasBegunAnew() throws IOException {
    add(50, 51, 52);
    since(1);
    Files.delete(directory.changes());
    add(2);

    assertEquals(List.of(2L), since(1));
    assertFalse(recent.since(1, 10).complete());
  }

  @Test
  void readsOnWhereTheFileHadEnded() throws IOException {
    add(1, 2);
    assertEquals(List.of(1L, 2L), since(0));
    String stamp = recent.stamp();

    add(3, 3);

    assertNotEquals(stamp, recent.stamp());
    assertEquals(List.of(3L, 3L), since(2));
    assertEquals(List.of(1L, 2L, 3L, 3L), since(0));
  }

  @Test
  void missesNothingWhenTheFileBecomesTheEarlierOne() throws IOException {
    add(2);
    since(0);
    add(3);
    addTo(1, 4); // so short that the file is put aside first

    assertEquals(List.of(2L, 3L, 4L), since(0));
    assertTrue(recent.since(1, 10).complete());
  }

  @Test
  void saysWhenThereWereMoreThanAreKeptOrAskedFor() throws IOException {
    for (int generation = 1; generation <= 150; generation++) {
      add(generation);
    }

    assertEquals(100, since(0).size());
    assertFalse(recent.since(0, 1000).complete());
    assertTrue(recent.since(60, 1000).complete());
    assertFalse(recent.since(60, 5).complete());
    assertEquals(150, recent.since(60, 1).changes().get(0).generation());
  }

  @Test
  void waitsForTheEndOfALine() throws IOException {
    add(1);
    String line = Files.readString(directory.changes());
    Files.writeString(directory.changes(), line.substring(0, 20), StandardOpenOption.APPEND);
    assertEquals(List.of(1L), since(0));

    Files.writeString(directory.changes(), line.substring(20), StandardOpenOption.APPEND);

    assertEquals(List.of(1L, 1L), since(0));
  }

  @Test
  void findsTheLatestOfAnObject() throws IOException {
    add(1, 2, 3, 2);

    assertEquals(
        List.of(2L, 2L),
        recent.latest(change -> change.id().equals("id-2"), 5).stream()
            .map(Change::generation)
            .toList());
    assertEquals(3, recent.latest(change -> true, 2).get(1).generation());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.history.ChangesAfter.Entry;
import io.concertim.view.history.ChangesAfter.Next;
import io.concertim.view.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangesAfterTest {
  private static final int LONG = 1 << 20;

  @TempDir private Path folder;
  private DataDirectory directory;
  private ChangesAfter changes;

  @BeforeEach
  void open() throws IOException {
    directory = DataDirectory.open(folder);
    changes = new ChangesAfter(directory, null);
  }

  private void add(long... generations) throws IOException {
    addTo(LONG, generations);
  }

  private void addTo(long longest, long... generations) throws IOException {
    List<Change> added = new ArrayList<>();
    for (long generation : generations) {
      added.add(SomeChanges.status(generation, "d" + generation, "ACTIVE", "FAILED"));
    }
    new ChangeLog(directory, longest).add(added);
  }

  private List<Long> next() throws IOException {
    return next(Long.MAX_VALUE, 100);
  }

  private List<Long> next(long settled, int most) throws IOException {
    Next next = changes.next(settled, most);
    assertFalse(next.gap());
    return generations(next);
  }

  private static List<Long> generations(Next next) {
    return next.changes().stream().map(entry -> entry.change().generation()).toList();
  }

  @Test
  void readsOnWhereItStopped() throws IOException {
    assertEquals(List.of(), next());
    add(1, 2, 3);
    assertEquals(List.of(1L, 2L), next(9, 2));
    assertEquals(List.of(3L), next());
    assertEquals(List.of(), next());
    add(4);
    assertEquals(List.of(4L), next());
  }

  @Test
  void goesOnAfterTheChangeThatItIsGiven() throws IOException {
    add(1, 2, 3);
    String second = changes.next(9, 2).changes().get(1).id();

    changes = new ChangesAfter(directory, second);
    assertEquals(List.of(3L), next());
    changes = new ChangesAfter(directory, ChangesAfter.newest(directory, Long.MAX_VALUE));
    assertEquals(List.of(), next());
  }

  @Test
  void givesAChangeTheSameIdWhereverItStands() throws IOException {
    add(1, 2);
    List<String> ids = changes.next(9, 9).changes().stream().map(Entry::id).toList();
    addTo(1, 3);

    changes = new ChangesAfter(directory, null);
    assertEquals(ids, changes.next(9, 9).changes().stream().map(Entry::id).limit(2).toList());
  }

  @Test
  void missesNothingWhenTheFileIsPutAside() throws IOException {
    add(1, 2);
    assertEquals(List.of(1L), next(9, 1));
    addTo(1, 3);
    assertEquals(List.of(2L, 3L), next());

    add(4);
    assertEquals(List.of(4L), next());
    addTo(1, 5);
    assertEquals(List.of(5L), next());
  }

  @Test
  void saysThatChangesMayBeLostOnceAndGoesOnWithTheOldest() throws IOException {
    add(1, 2);
    assertEquals(List.of(1L), next(9, 1));
    addTo(1, 3);
    addTo(1, 4); // now the file with 1 and 2 has gone

    Next next = changes.next(9, 9);

    assertTrue(next.gap());
    assertEquals(List.of(3L, 4L), generations(next));
    assertEquals(List.of(), next());
  }

  @Test
  void isNotMisledByAnotherFileAtTheSamePlace() throws IOException {
    add(1);
    assertEquals(List.of(1L), next());
    Files.delete(directory.changes());
    add(5, 6);

    Next next = changes.next(9, 9);

    assertTrue(next.gap());
    assertEquals(List.of(5L, 6L), generations(next));
  }

  @Test
  void leavesWhatACrashCouldTakeBack() throws IOException {
    add(1, 2, 3);
    assertEquals(List.of(1L, 2L), next(2, 9));
    assertEquals(List.of(), next(2, 9));

    new ChangeLog(directory, LONG).takeBack(2);
    add(3, 3);

    assertEquals(List.of(), next(2, 9));
    assertEquals(List.of(3L, 3L), next(3, 9));
  }

  @Test
  void waitsForTheEndOfALine() throws IOException {
    add(1);
    String line = Files.readString(directory.changes());
    Files.writeString(directory.changes(), line.substring(0, 20), StandardOpenOption.APPEND);
    assertEquals(List.of(1L), next());
    Files.writeString(directory.changes(), line.substring(20), StandardOpenOption.APPEND);
    assertEquals(List.of(1L), next());
  }

  @Test
  void passesOverWhatIsNoChange() throws IOException {
    Files.writeString(directory.changes(), "\n{\"cut\n");
    add(1);

    assertEquals(List.of(1L), next());
    assertEquals(List.of(), next());
  }

  @Test
  void nothingIsNewestWhereThereIsNothing() throws IOException {
    assertNull(ChangesAfter.newest(directory, Long.MAX_VALUE));
  }
}

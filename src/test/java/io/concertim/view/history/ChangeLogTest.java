// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.history.Change.Op;
import io.concertim.view.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeLogTest {
  @TempDir private Path folder;
  private DataDirectory directory;
  private ChangeLog log;

  @BeforeEach
  void open() throws IOException {
    directory = DataDirectory.open(folder);
    log = new ChangeLog(directory, 2_000);
  }

  private static Change stopped(long generation) {
    return new Change(
        Instant.parse("2026-11-24T16:00:00Z"),
        generation,
        "compute.instance.power_off.end",
        93L,
        "device",
        "5e",
        "web",
        Op.CHANGED,
        "status",
        "ACTIVE",
        "STOPPED",
        null,
        null);
  }

  private List<Long> generations() throws IOException {
    return log.find(change -> true).stream().map(Change::generation).toList();
  }

  @Test
  void readsWhatItWrote() throws IOException {
    log.add(List.of(stopped(1), stopped(2)));
    log.add(List.of(stopped(3)));

    assertEquals(List.of(stopped(2), stopped(3)), log.find(change -> change.generation() > 1));
  }

  @Test
  void skipsALineThatACrashCutOff() throws IOException {
    log.add(List.of(stopped(1)));
    Files.writeString(directory.changes(), "{\"at\":\"2026", StandardOpenOption.APPEND);
    log.add(List.of(stopped(2)));

    assertEquals(List.of(1L, 2L), generations());
  }

  @Test
  void skipsALineThatACrashCutOffInTheMiddleOfACharacter() throws IOException {
    log.add(List.of(stopped(1)));
    Files.write(
        directory.changes(),
        new byte[] {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xc3},
        StandardOpenOption.APPEND);
    assertEquals(List.of(1L), generations());
    log.add(List.of(stopped(2)));

    assertEquals(List.of(1L, 2L), generations());
  }

  @Test
  void takesBackWhatWasNeverPutInPlace() throws IOException {
    log.add(List.of(stopped(1)));
    log.add(List.of(stopped(2)));
    log.add(List.of(stopped(3), stopped(3)));

    log.takeBack(3);
    assertEquals(List.of(1L, 2L, 3L, 3L), generations());

    log.takeBack(2);
    assertEquals(List.of(1L, 2L), generations());

    log.add(List.of(stopped(4)));
    assertEquals(List.of(1L, 2L, 4L), generations());
  }

  @Test
  void takesBackNothingWhereThereIsNothing() throws IOException {
    log.takeBack(0);

    assertEquals(List.of(), generations());
  }

  @Test
  void keepsTheLatestAndStaysBounded() throws IOException {
    for (long i = 1; i <= 100; i++) {
      log.add(List.of(stopped(i)));
    }
    List<Long> kept = generations();

    assertEquals(
        IntStream.rangeClosed(101 - kept.size(), 100).mapToObj(i -> (long) i).toList(), kept);
    assertTrue(Files.size(directory.changes()) <= 2_000);
    assertTrue(Files.size(directory.earlierChanges()) <= 2_000);
  }
}

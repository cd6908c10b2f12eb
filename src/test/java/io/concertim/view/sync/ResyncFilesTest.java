// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.SetClock;
import io.concertim.view.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResyncFilesTest {
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"PT0S, true", "PT4M, true", "PT6M, false", "PT-4M, true", "PT-1H, false"})
  void aHoldCountsForFiveMinutesAlsoIfTheClockWasSetBackSince(Duration age, boolean held)
      throws IOException {
    DataDirectory directory = DataDirectory.open(folder);
    Files.createFile(directory.resyncHold());
    Files.setLastModifiedTime(directory.resyncHold(), FileTime.from(NOON.minus(age)));

    ResyncFiles files = new ResyncFiles(directory, new LocalTurn(), new SetClock(NOON));

    assertEquals(held, files.isHeld());
  }

  @Test
  void aRequestThatCannotBeKeptUnderAnotherNameIsNotLost() throws IOException {
    DataDirectory directory = DataDirectory.open(folder);
    Files.createFile(directory.resyncFlag());
    Files.createDirectories(directory.resyncTaken().resolve("x"));
    ResyncFiles files = new ResyncFiles(directory, new LocalTurn(), new SetClock(NOON));

    assertFalse(files.takeFlag());
    assertTrue(Files.exists(directory.resyncFlag()));
  }
}

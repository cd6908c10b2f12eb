// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @TempDir private Path dir;

  @Test
  void leavesNothingBehindWhenItChecksThatFilesCanBeMade() throws IOException {
    DataDirectory.open(dir);

    assertEquals(Set.of(), names());
  }

  @Test
  void saysWhatToDoAboutADirectoryThatDoesNotExist() {
    Path missing = dir.resolve("missing");
    String message =
        assertThrows(IOException.class, () -> DataDirectory.open(missing)).getMessage();

    assertTrue(message.contains(missing + " does not exist"), message);
    assertTrue(message.contains("--data-dir"), message);
  }

  @Test
  void saysWhatToDoAboutADirectoryThatCannotBeWritten() {
    Path unwritable = Path.of("/proc");
    assumeTrue(Files.isDirectory(unwritable), "there is no directory that not even root can write");
    String message =
        assertThrows(IOException.class, () -> DataDirectory.open(unwritable)).getMessage();

    assertTrue(message.contains("the data directory /proc"), message);
    assertTrue(message.matches(".*chown -R \\d+ /proc"), message);
  }

  @Test
  void removesOldLeftoversOnly() throws IOException {
    List<String> kept =
        List.of(
            "view.json",
            "view.pickle",
            "layers.jsonl",
            "view.lock",
            "resync.flag",
            "resync.hold",
            "release-deletions.flag",
            ".placeholder",
            "notes.tmp-1",
            "my~view.txt");
    for (String name : kept) {
      make(name, NOW.minusSeconds(3600));
    }
    make("view~2026-11-22-09-54-59.pickle", NOW.minusSeconds(301));
    make("view.pickle.tmp-1", NOW.minusSeconds(301));
    make("layers.jsonl.tmp-1", NOW.minusSeconds(301));
    make("view~2026-11-22-09-55-01.pickle", NOW.minusSeconds(299));
    make("view.json.tmp-2", NOW.minusSeconds(299));

    DataDirectory.open(dir).removeLeftovers(NOW);

    assertEquals(
        Stream.concat(
                kept.stream(), Stream.of("view~2026-11-22-09-55-01.pickle", "view.json.tmp-2"))
            .collect(Collectors.toSet()),
        names());
  }

  @Test
  void noFileOfOursLooksLikeAViewThatFeUpdatesWouldMerge() throws IOException {
    DataDirectory data = DataDirectory.open(dir);

    for (Path file :
        List.of(
            data.viewJson(),
            data.viewPickle(),
            data.layers(),
            data.lock(),
            data.resyncFlag(),
            data.resyncHold(),
            data.releaseDeletionsFlag())) {
      assertEquals(dir, file.getParent());
      assertEquals(-1, file.getFileName().toString().indexOf('~'));
    }
  }

  private void make(String name, Instant modified) throws IOException {
    Files.setLastModifiedTime(Files.createFile(dir.resolve(name)), FileTime.from(modified));
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}

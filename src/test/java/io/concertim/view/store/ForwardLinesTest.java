// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForwardLinesTest {
  @TempDir private Path folder;

  private static String next(ForwardLines lines) throws IOException {
    byte[] line = lines.next();
    return line == null ? null : new String(line, StandardCharsets.UTF_8);
  }

  @Test
  void readsOnFromAPositionAndLeavesOutALineWithoutItsEnd() throws IOException {
    Path file = Files.writeString(folder.resolve("lines"), "one\n\nthree\nfo");
    try (ForwardLines lines = new ForwardLines(file)) {
      assertEquals("one", next(lines));
      assertEquals("", next(lines));
      assertEquals(4, lines.position());
      assertEquals("three", next(lines));
      assertEquals(5, lines.position());
      assertNull(next(lines));
      assertEquals(5, lines.position());

      lines.from(4);
      assertEquals("", next(lines));
      lines.from(100);
      assertNull(next(lines));
    }
  }

  @Test
  void saysWhereTheLineIsThatIsReadBackward() throws IOException {
    Path file = Files.writeString(folder.resolve("lines"), "one\n" + "x".repeat(70_000) + "\n");
    try (BackwardLines backward = new BackwardLines(file);
        ForwardLines forward = new ForwardLines(file)) {
      backward.next();
      forward.from(backward.position());
      assertEquals(70_000, next(forward).length());
      backward.next();
      assertEquals(0, backward.position());
    }
  }

  @Test
  void readsTheFileThatItHasOpenedToItsEnd() throws IOException {
    Path file = Files.writeString(folder.resolve("lines"), "one\n");
    try (ForwardLines lines = new ForwardLines(file)) {
      Files.move(file, folder.resolve("aside"));
      Files.writeString(file, "other\n");
      assertEquals("one", next(lines));
      assertNull(next(lines));
    }
  }

  @Test
  void aFileThatIsNotThereHasNoLines() throws IOException {
    try (ForwardLines lines = new ForwardLines(folder.resolve("none"))) {
      lines.from(7);
      assertNull(next(lines));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackwardLinesTest {
  @TempDir private Path folder;

  private List<String> read(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("lines"), content);
    List<String> lines = new ArrayList<>();
    try (BackwardLines reader = new BackwardLines(file)) {
      for (byte[] line = reader.next(); line != null; line = reader.next()) {
        lines.add(new String(line, StandardCharsets.UTF_8));
      }
    }
    return lines;
  }

  @Test
  void theLastLineComesFirst() throws IOException {
    assertEquals(List.of("three", "", "two", "one"), read("one\ntwo\n\nthree\n"));
  }

  @Test
  void aLineWithoutItsEndIsLeftOut() throws IOException {
    assertEquals(List.of("one"), read("one\ntw"));
    assertEquals(List.of(), read("on"));
  }

  @Test
  void linesMayBeLongerThanABlock() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int length : List.of(3, 70_000, 65_535, 65_536, 0, 200_001, 7)) {
      lines.add(0, Integer.toString(length % 10).repeat(length));
    }
    List<String> written = new ArrayList<>(lines);
    Collections.reverse(written);

    assertEquals(lines, read(String.join("\n", written) + "\n"));
  }

  @Test
  void aFileThatIsNotThereHasNoLines() throws IOException {
    try (BackwardLines reader = new BackwardLines(folder.resolve("none"))) {
      assertNull(reader.next());
    }
  }
}

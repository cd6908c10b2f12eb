package io.concertim.view.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal whose file is meddled with while processes follow it. */
class JournalTest {
  @TempDir private Path folder;
  private Path file;
  private Journal one;

  @BeforeEach
  void writeTwoLines() throws IOException {
    file = folder.resolve("journal-0.jsonl");
    one = new Journal(file);
    add(one, "a long line", "another one");
  }

  private static void add(Journal journal, String... lines) throws IOException {
    journal.add((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> next(Journal journal) throws IOException {
    return journal.next().stream().map(line -> new String(line, StandardCharsets.UTF_8)).toList();
  }

  @Test
  void isReadFromItsStartWhereItWasMadeAnewAndIsShorter() throws IOException {
    Files.delete(file);
    add(new Journal(file), "b");

    assertTrue(one.isBehind());
    assertEquals(List.of("b"), next(one));
    add(one, "c");
    assertEquals("b\nc\n", Files.readString(file));
  }

  @Test
  void isReadFromItsStartWhereItWasMadeAnewAndIsLonger() throws IOException {
    Path other = folder.resolve("other");
    add(new Journal(other), "b", "a very, very long line");
    Files.delete(file);
    Files.move(other, file);

    assertEquals(List.of("b", "a very, very long line"), next(one));
  }

  @Test
  void hasNoHoleWhereItWasCutShortMeanwhile() throws IOException {
    Files.writeString(file, "b\n");

    add(one, "c");

    assertEquals("b\nc\n", Files.readString(file));
  }

  @Test
  void isReadOnWhereItGrew() throws IOException {
    Journal other = new Journal(file);
    assertEquals(List.of("a long line", "another one"), next(other));
    add(one, "b");

    assertEquals(List.of("b"), next(other));
    assertEquals(List.of(), next(one));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log whose file is meddled with while processes follow it. */
class AppendLogTest {
  @TempDir private Path folder;
  private Path file;
  private AppendLog one;

  @BeforeEach
  void writeTwoLines() throws IOException {
    file = folder.resolve("journal-0.jsonl");
    one = new AppendLog(file);
    add(one, "a long line", "another one");
  }

  private static void add(AppendLog journal, String... lines) throws IOException {
    journal.add((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> next(AppendLog journal) throws IOException {
    return journal.next().stream().map(line -> new String(line, StandardCharsets.UTF_8)).toList();
  }

  @Test
  void isReadFromItsStartWhereItWasMadeAnewAndIsShorter() throws IOException {
    Files.delete(file);
    add(new AppendLog(file), "b");

    assertTrue(one.isBehind());
    assertEquals(List.of("b"), next(one));
    add(one, "c");
    assertEquals("b\nc\n", Files.readString(file));
  }

  @Test
  void isReadFromItsStartWhereItWasMadeAnewAndIsLonger() throws IOException {
    Path other = folder.resolve("other");
    add(new AppendLog(other), "b", "a very, very long line");
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
    AppendLog other = new AppendLog(file);
    assertEquals(List.of("a long line", "another one"), next(other));
    add(one, "b");

    assertEquals(List.of("b"), next(other));
    assertEquals(List.of(), next(one));
  }

  @Test
  void removesALineThatACrashCutOffHoweverLongItIs() throws IOException {
    Files.writeString(file, "x".repeat(10_000), StandardOpenOption.APPEND);
    add(one, "b");

    assertEquals("a long line\nanother one\nb\n", Files.readString(file));
    assertEquals(List.of(), next(one));
    assertFalse(one.isBehind());
  }

  @Test
  void losesNoLineOfAnotherWriterThatWasNotReadYet() throws IOException {
    add(new AppendLog(file), "b");
    add(one, "c");

    assertTrue(one.isBehind());
    assertEquals(List.of("b", "c"), next(one));
  }

  @Test
  void isFollowedIntoTheFileThatItWasPutAsideAs() throws IOException {
    AppendLog follower = new AppendLog(file);
    next(follower);
    add(one, "b");
    one.rotateIfFull(1, 0, folder.resolve("earlier"));
    add(one, "c");

    assertTrue(follower.isReplaced());
    assertEquals(List.of("b"), next(follower.rotatedTo(folder.resolve("earlier"))));
    assertEquals(List.of("c"), next(follower));
  }

  @Test
  void isReadFromItsStartOnceItIsRewritten() throws IOException {
    AppendLog follower = new AppendLog(file);
    next(follower);
    one.rewrite("b\n".getBytes(StandardCharsets.UTF_8));
    add(one, "c");

    assertFalse(one.isReplaced());
    assertTrue(follower.isReplaced());
    assertEquals(List.of("b", "c"), next(follower));
    assertEquals(PosixFilePermissions.fromString("rw-rw----"), Files.getPosixFilePermissions(file));
  }
}

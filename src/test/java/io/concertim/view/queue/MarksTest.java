package io.concertim.view.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.model.layer.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarksTest {
  private static final Mark WEB = new Mark(Kind.SERVER, "web", true, null);
  private static final Mark DB = Mark.of(Kind.SERVER, "db");

  @TempDir private Path folder;

  private Marks open() throws IOException {
    return new Marks(file(), Clock.systemUTC(), Duration.ofMillis(500), new SimpleMeterRegistry());
  }

  private Path file() {
    return folder.resolve("marks.jsonl");
  }

  private static List<Mark> taken(Marks marks) {
    return marks.take(Set.of()).stream().map(ObjectRead::mark).toList();
  }

  @Test
  void marksOutliveTheProcessUntilTheyAreWorkedOff() throws IOException {
    try (Marks marks = open()) {
      marks.add(List.of(WEB, DB));
      ObjectRead db = marks.take(Set.of()).get(1);
      marks.finish(List.of(db), MarkSchedule.Result.STORED);
    }
    try (Marks again = open()) {
      assertEquals(List.of(WEB), taken(again));
    }
  }

  @Test
  void whatAFailedWriteLeftIsCutOffBeforeTheNextLine() throws IOException {
    try (Marks marks = open()) {
      marks.add(List.of(WEB));
      Files.writeString(file(), "{\"kind\":\"SER", StandardOpenOption.APPEND);
      marks.add(List.of(DB));
    }
    assertFalse(Files.readString(file()).contains("{\"kind\":\"SER{"));
    try (Marks again = open()) {
      assertEquals(List.of(WEB, DB), taken(again));
    }
  }

  @Test
  void aDeletionIsNotForgottenOverAPlainMarkAndARestart() throws IOException {
    try (Marks marks = open()) {
      marks.add(List.of(WEB));
      marks.add(List.of(Mark.of(Kind.SERVER, "web")));
    }
    try (Marks again = open()) {
      assertTrue(taken(again).get(0).gone());
    }
  }
}

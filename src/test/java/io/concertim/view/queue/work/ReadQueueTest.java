// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.queue.ReadRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadQueueTest {
  private static final ReadRequest WEB = new ReadRequest(Kind.SERVER, "web", true, null);
  private static final ReadRequest DB = ReadRequest.of(Kind.SERVER, "db");

  private static final List<ReadRequest> MANY =
      IntStream.rangeClosed(0, 20_000)
          .mapToObj(i -> ReadRequest.of(Kind.SERVER, "s-" + i))
          .toList();

  @TempDir private Path folder;

  private ReadQueue open() throws IOException {
    return open(() -> true);
  }

  private ReadQueue open(BooleanSupplier requestSync) throws IOException {
    return new ReadQueue(
        new FileReadRequests(file()),
        Clock.systemUTC(),
        Duration.ofMillis(500),
        requestSync,
        new SimpleMeterRegistry());
  }

  private Path file() {
    return folder.resolve("marks.jsonl");
  }

  private static List<ReadRequest> taken(ReadQueue marks) {
    return marks.take(Set.of()).stream().map(ObjectRead::request).toList();
  }

  @Test
  void marksOutliveTheProcessUntilTheyAreWorkedOff() throws IOException {
    ReadQueue marks = open();
    marks.add(List.of(WEB, DB));
    ObjectRead db = marks.take(Set.of()).get(1);
    marks.finish(List.of(db), ReadSchedule.Result.STORED);
    ReadQueue again = open();
    assertEquals(List.of(WEB), taken(again));
  }

  @Test
  void whatAFailedWriteLeftIsCutOffBeforeTheNextLine() throws IOException {
    ReadQueue marks = open();
    marks.add(List.of(WEB));
    Files.writeString(file(), "{\"kind\":\"SER", StandardOpenOption.APPEND);
    marks.add(List.of(DB));
    assertFalse(Files.readString(file()).contains("{\"kind\":\"SER{"));
    ReadQueue again = open();
    assertEquals(List.of(WEB, DB), taken(again));
  }

  @Test
  void aDeletionIsNotForgottenOverAPlainMarkAndARestart() throws IOException {
    ReadQueue marks = open();
    marks.add(List.of(WEB));
    marks.add(List.of(ReadRequest.of(Kind.SERVER, "web")));
    ReadQueue again = open();
    assertTrue(taken(again).get(0).gone());
  }

  @Test
  void tooManyRequestsBecomeReadsOfTheListsAndAFullSync() throws IOException {
    AtomicInteger syncs = new AtomicInteger();
    ReadQueue marks = open(() -> syncs.incrementAndGet() > 0);
    marks.add(MANY.subList(0, 20_000));
    assertEquals(0, syncs.get());
    marks.add(List.of(ReadRequest.of(Kind.SUBSCRIPTION, "stack")));

    assertEquals(1, syncs.get());
    assertEquals(1, marks.size());
    ReadQueue again = open();
    assertEquals(List.of(ReadRequest.list(Kind.SERVER)), taken(again));
  }

  @Test
  void noneIsDroppedWhileTheSyncThatMakesUpForThemCannotBeAskedFor() throws IOException {
    AtomicBoolean diskIsFull = new AtomicBoolean(true);
    ReadQueue marks = open(() -> !diskIsFull.get());

    assertThrows(IOException.class, () -> marks.add(MANY));
    assertEquals(20_001, marks.size());
    diskIsFull.set(false);
    marks.add(MANY.subList(0, 1));
    assertEquals(1, marks.size());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.config.NotifyTarget;
import io.concertim.view.config.Tls;
import io.concertim.view.history.Change;
import io.concertim.view.history.ChangeLog;
import io.concertim.view.history.SomeChanges;
import io.concertim.view.lab.SetClock;
import io.concertim.view.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetTest {
  @TempDir private Path folder;
  private final SetClock clock = new SetClock(Instant.EPOCH);
  private final List<String> statuses = new ArrayList<>();
  private DataDirectory directory;
  private long settled = Long.MAX_VALUE;
  private int gaps;
  private long generation;
  private Target target;

  @BeforeEach
  void open() throws IOException {
    directory = DataDirectory.open(folder);
    restart();
  }

  private void restart() {
    target =
        new Target(
            new NotifyTarget(
                "hook",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                statuses,
                Tls.VERIFIED),
            directory,
            () -> settled,
            clock,
            () -> gaps++);
  }

  private void add(String... devices) throws IOException {
    addTo(1 << 20, devices);
  }

  private void addTo(long longest, String... devices) throws IOException {
    List<Change> changes = new ArrayList<>();
    for (String device : devices) {
      changes.add(
          SomeChanges.status(++generation, device, "ACTIVE", device.toUpperCase(Locale.ROOT)));
    }
    new ChangeLog(directory, longest).add(changes);
  }

  /** The devices whose changes are sent now. */
  private List<String> sent() throws IOException {
    List<String> sent = new ArrayList<>();
    while (target.isDue()) {
      sent.add(target.head().change().id());
      target.done();
    }
    return sent;
  }

  @Test
  void beginsWithTheChangesFromNowOn() throws IOException {
    add("before");
    assertEquals(List.of(), sent());
    add("a", "b");

    assertEquals(List.of("a", "b"), sent());
    assertNull(target.waitingSince());
  }

  @Test
  void beginsWithWhatTheFilesDoNotShowYetAlsoIfThatIsTakenBack() throws IOException {
    add("before");
    settled = generation;
    add("unsettled");
    assertEquals(List.of(), sent());
    restart();
    new ChangeLog(directory, 1 << 20).takeBack(settled);
    add("instead");
    settled = generation;

    assertEquals(List.of("instead"), sent());
    assertEquals(0, gaps);
  }

  @Test
  void beginsOnceItIsKnownWhatTheFilesShow() throws IOException {
    add("before");
    settled = 0;
    assertEquals(List.of(), sent());
    settled = generation;
    assertEquals(List.of(), sent());
    add("after");
    settled = generation;

    assertEquals(List.of("after"), sent());
  }

  @Test
  void beginsAtOnceWithoutAHistory() throws IOException {
    settled = 0;
    assertEquals(List.of(), sent());
    add("first");
    settled = generation;

    assertEquals(List.of("first"), sent());
  }

  @Test
  void goesOnAfterARestartWithWhatIsNotDone() throws IOException {
    assertEquals(List.of(), sent());
    add("a", "b", "c");
    assertTrue(target.isDue());
    target.done();
    target.save();
    restart();

    assertEquals(List.of("b", "c"), sent());
  }

  @Test
  void sendsAgainAfterAKillWhatItHasDoneSinceTheCursorWasWritten() throws IOException {
    assertEquals(List.of(), sent());
    add("a", "b", "c");
    clock.pass(Duration.ofSeconds(2));
    assertEquals(List.of("a", "b", "c"), sent()); // the cursor is written for the first of them
    restart();

    assertEquals(List.of("b", "c"), sent());
  }

  @Test
  void waitsTwiceAsLongEachTimeUpToFiveMinutes() throws IOException {
    assertEquals(List.of(), sent());
    add("a", "b");
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      assertTrue(target.isDue());
      Duration pause = target.postpone(Duration.ZERO);
      pauses.add(pause.toSeconds());
      clock.pass(pause.minusMillis(1));
      assertFalse(target.isDue());
      clock.pass(Duration.ofMillis(1));
    }
    assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L), pauses);

    assertTrue(target.isDue());
    target.done();
    assertTrue(target.isDue());
    assertEquals(1, target.postpone(Duration.ZERO).toSeconds());
  }

  @Test
  void waitsAtLeastAsLongAsItIsAskedTo() throws IOException {
    assertEquals(List.of(), sent());
    add("a");
    assertTrue(target.isDue());

    assertEquals(30, target.postpone(Duration.ofSeconds(30)).toSeconds());
    assertEquals(Instant.parse("2026-11-27T10:00:01Z"), target.waitingSince());
  }

  @Test
  void passesOverWhatIsNotWantedAndRemembersThat() throws IOException {
    statuses.add("b");
    restart();
    assertEquals(List.of(), sent());
    add("a", "b", "c");
    clock.pass(Duration.ofMinutes(1));
    assertEquals(List.of("b"), sent());
    addTo(1, "d");
    addTo(1, "b"); // the changes a to c have left the history
    restart();

    assertEquals(List.of("b"), sent());
    assertEquals(1, gaps, "c was passed over, but a cursor for that is not written at once");
    clock.pass(Duration.ofMinutes(1));
    add("e");
    assertEquals(List.of(), sent());
    addTo(1, "f");
    restart();
    assertEquals(List.of(), sent());
    assertEquals(1, gaps);
  }

  @Test
  void countsOnceWhatHasLeftTheHistoryBeforeItWasSent() throws IOException {
    assertEquals(List.of(), sent());
    add("a");
    assertEquals(List.of("a"), sent());
    target.save();
    addTo(1, "b");
    addTo(1, "c");
    addTo(1, "d");

    assertEquals(List.of("c", "d"), sent());
    assertEquals(1, gaps);
    assertEquals(List.of(), sent());
    assertEquals(1, gaps);
  }

  @Test
  void sendsEverythingAgainIfItsCursorCannotBeUnderstood() throws IOException {
    add("a", "b");
    for (String text : List.of("", "null", "[]", "{\"last\":", "x".repeat(5000))) {
      Files.writeString(directory.notified("hook"), text);
      restart();
      assertEquals(List.of("a", "b"), sent(), text);
    }
  }
}

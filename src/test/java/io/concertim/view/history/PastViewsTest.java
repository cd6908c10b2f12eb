// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.history.PastViews.TimeLine;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.SampleView;
import io.concertim.view.store.ViewJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PastViewsTest {
  private static final Instant START = Instant.parse("2026-11-24T16:00:00Z");
  private static final Clock EVENING =
      Clock.fixed(Instant.parse("2026-11-24T20:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path folder;
  private DataDirectory directory;
  private DeltaLog log;
  private PastViews past;

  @BeforeEach
  void open() throws IOException {
    directory = DataDirectory.open(folder);
    log = new DeltaLog(directory, 100_000);
    past = new PastViews(directory, EVENING);
  }

  /** A view of so many devices, made as many minutes after four as its generation says. */
  private static View view(long generation, int devices) {
    View all =
        SampleView.of(
            List.of(SampleView.rack(SampleView.RACK, SampleView.TEAM, null)),
            IntStream.range(0, devices)
                .mapToObj(i -> SampleView.device("device-" + i, "server-" + i))
                .toList());
    return new View(
        generation,
        START.plusSeconds(60 * generation),
        Map.of(Source.OPENSTACK, SourceStatus.completeAt(START.plusSeconds(generation))),
        all.teams(),
        all.users(),
        all.templates(),
        all.racks(),
        all.devices(),
        all.problems(),
        devices % 2 == 0
            ? List.of()
            : List.of(new HeldDeletion("server", List.of("s" + devices), "too many", null)));
  }

  private void add(View... views) throws IOException {
    for (int i = 1; i < views.length; i++) {
      log.add(views[i - 1], views[i]);
    }
  }

  private void assertAt(View expected, Instant time, View known) throws Exception {
    assertArrayEquals(ViewJson.bytes(expected), ViewJson.bytes(past.at(time, known)));
  }

  private String refusal(Instant time, View known) {
    return assertThrows(BeyondHistoryException.class, () -> past.at(time, known)).getMessage();
  }

  @Test
  void theViewOfATimeIsTheLatestThatWasMadeUntilThen() throws Exception {
    View one = view(1, 2);
    View two = view(2, 3);
    View three = view(3, 1);
    add(one, two, three);

    assertAt(two, two.writtenAt(), three);
    assertAt(two, three.writtenAt().minusNanos(1), three);
    assertAt(one, two.writtenAt().minusNanos(1), three);
    assertAt(one, one.writtenAt(), three);
    assertAt(three, EVENING.instant(), three);
  }

  @Test
  void saysHowFarItReachesBack() throws IOException {
    View one = view(1, 2);
    View two = view(2, 3);
    add(one, two);

    assertEquals(
        "the history reaches back to 2026-11-24T16:01:00Z, so the view of 2026-11-24T16:00:00Z is"
            + " not known",
        refusal(START, two));
    assertEquals(one.writtenAt(), past.timeLine(two, 10).reachesBackTo());
  }

  @Test
  void aDirectoryWithoutHistoryReachesBackToItsView() throws Exception {
    View stored = view(7, 2);

    assertAt(stored, EVENING.instant(), stored);
    assertTrue(refusal(START, stored).contains("reaches back to " + stored.writtenAt()));
  }

  @Test
  void knowsNothingOfTheFuture() {
    assertEquals(
        "2026-11-24T20:00:01Z is in the future: it is 2026-11-24T20:00:00Z now",
        refusal(EVENING.instant().plusSeconds(1), view(1, 1)));
  }

  @Test
  void aStoredViewThatIsBehindIsTakenForward() throws Exception {
    View one = view(1, 2);
    View two = view(2, 3);
    View three = view(3, 3);
    add(one, two, three);

    assertAt(two, two.writtenAt(), one);
    assertAt(three, EVENING.instant(), one);
    assertEquals(three, past.latest(one));
    assertSame(three, past.latest(three));
  }

  @Test
  void viewsThatWereNeverStoredAreLeftOut() throws Exception {
    View one = view(1, 1);
    View two = view(2, 2);
    View lost = view(3, 7);
    View alsoLost = view(4, 8);
    View next = view(5, 3);
    add(one, two, lost, alsoLost);
    add(two, next); // the process had ended, and its successor found the second view stored

    assertAt(two, next.writtenAt().minusNanos(1), next);
    assertAt(one, one.writtenAt(), next);
    assertAt(next, EVENING.instant(), two);
    assertEquals(1, past.timeLine(next, 10).moments().get(0).changes());
  }

  @Test
  void aNumberThatIsGivenTwiceMisleadsNobody() throws Exception {
    View one = view(1, 1);
    View lost = view(2, 7);
    View other = view(3, 2);
    View two =
        new View(
            2,
            START.plusSeconds(150),
            other.sources(),
            other.teams(),
            other.users(),
            other.templates(),
            other.racks(),
            other.devices(),
            other.problems(),
            other.held());
    add(one, lost);
    add(one, two);

    assertAt(one, one.writtenAt(), two);
    assertEquals(two, past.latest(one));
  }

  @Test
  void goesOnFromAViewThatAnotherProcessDidNotKnow() throws Exception {
    View one = view(1, 1);
    View ours = view(2, 7);
    View theirs = view(3, 3);
    View next = view(4, 4);
    add(one, ours);
    add(one, theirs, next);

    assertEquals(next, past.latest(ours));
    assertEquals(theirs, past.at(next.writtenAt().minusNanos(1), ours));
  }

  @Test
  void endsWhereALineIsMissing() throws Exception {
    View two = view(2, 2);
    View four = view(4, 4);
    View five = view(5, 5);
    add(view(1, 1), two);
    add(four, five);

    assertAt(four, four.writtenAt(), five);
    assertTrue(refusal(two.writtenAt(), five).contains("reaches back to " + four.writtenAt()));
  }

  @Test
  void endsAtALineThatIsDamaged() throws Exception {
    View two = view(2, 2);
    View three = view(3, 3);
    add(view(1, 1), two, three);
    String text = Files.readString(directory.views());
    Files.writeString(directory.views(), text.replaceFirst("\"devices\":\\[", "\"devices\":[7"));
    assertTrue(refusal(START, three).contains("reaches back to " + two.writtenAt()));

    Files.writeString(directory.views(), text.replaceFirst("server-1", "server-9"));
    assertTrue(refusal(START, three).contains("reaches back to " + two.writtenAt()));
  }

  @Test
  void leadsNowhereByALineThatIsDamaged() throws Exception {
    View one = view(1, 1);
    View three = view(3, 3);
    add(one, view(2, 2), three);
    String text = Files.readString(directory.views());

    for (String damaged :
        List.of(
            text.replaceFirst("\"devices\":\\[", "\"devices\":[7"),
            text.replaceAll("\"id\":\"server-1\"", "\"id\":\"server-9\""),
            text.replaceAll("\"at\":\\d+", "\"at\":-1"))) {
      assertNotEquals(text, damaged);
      Files.writeString(directory.views(), damaged);
      assertEquals(one, past.latest(one));
      assertAt(one, EVENING.instant(), one);
      refusal(START, three);
    }
  }

  @Test
  void aLineThatACrashCutOffDoesNotMatter() throws Exception {
    View one = view(1, 1);
    View two = view(2, 2);
    add(one, two);
    Files.writeString(directory.views(), "{\"after\":{\"gener", StandardOpenOption.APPEND);

    assertAt(one, one.writtenAt(), two);
    log.add(two, view(3, 3));
    assertAt(one, one.writtenAt(), view(3, 3));
  }

  @Test
  void keepsAsMuchAsItMayAndReachesBackSoFar() throws Exception {
    log = new DeltaLog(directory, 5_000);
    for (int i = 1; i < 40; i++) {
      add(view(i, i % 2), view(i + 1, (i + 1) % 2));
    }
    assertTrue(Files.size(directory.views()) <= 5_000);
    assertTrue(Files.size(directory.earlierViews()) <= 5_000);
    View last = view(40, 0);
    TimeLine line = past.timeLine(last, 100);

    assertTrue(line.reachesBackTo().isAfter(START.plusSeconds(60)));
    assertEquals(line.reachesBackTo(), past.at(line.reachesBackTo(), last).writtenAt());
    assertTrue(
        refusal(line.reachesBackTo().minusNanos(1), last)
            .contains("reaches back to " + line.reachesBackTo()));
  }

  @Test
  void aLongTimeLineIsThinnedOut() throws IOException {
    for (int i = 1; i < 40; i++) {
      add(view(i, i % 2), view(i + 1, (i + 1) % 2));
    }
    TimeLine all = past.timeLine(view(40, 0), 100);
    TimeLine some = past.timeLine(view(40, 0), 10);

    assertEquals(39, all.moments().size());
    assertTrue(some.moments().size() <= 10 && some.moments().size() >= 5);
    assertTrue(all.moments().containsAll(some.moments()));
    assertEquals(all.moments().get(38), some.moments().get(some.moments().size() - 1));
    assertEquals(all.reachesBackTo(), some.reachesBackTo());
  }
}

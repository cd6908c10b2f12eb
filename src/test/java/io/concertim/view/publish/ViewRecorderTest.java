// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.history.BeyondHistoryException;
import io.concertim.view.history.DeltaLog;
import io.concertim.view.history.PastViews;
import io.concertim.view.model.view.View;
import io.concertim.view.publish.PreviousView.Found;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.SampleView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewRecorderTest {
  @TempDir private Path folder;
  private DataDirectory directory;
  private ViewRecorder recorder;
  private PastViews past;

  @BeforeEach
  void open() throws IOException {
    directory = DataDirectory.open(folder);
    recorder = new ViewRecorder(new DeltaLog(directory, 1 << 20));
    past = new PastViews(directory, Clock.systemUTC());
  }

  private static View view(int generation) {
    View sample =
        SampleView.of(
            List.of(SampleView.rack(SampleView.RACK, SampleView.TEAM, "as of " + generation)),
            List.of());
    return new View(
        generation,
        SampleView.NOW.plusSeconds(generation),
        sample.sources(),
        sample.teams(),
        sample.users(),
        sample.templates(),
        sample.racks(),
        sample.devices(),
        sample.problems(),
        sample.held());
  }

  @Test
  void goesOnFromTheLastViewThatCouldBeAdded() throws Exception {
    recorder.record(new Found(view(1), true), view(2));
    Path elsewhere = folder.resolve("elsewhere");
    Files.move(directory.views(), elsewhere);
    Files.createDirectory(directory.views());
    recorder.record(new Found(view(2), true), view(3));
    recorder.record(new Found(view(3), true), view(4));
    Files.delete(directory.views());
    Files.move(elsewhere, directory.views());
    recorder.record(new Found(view(4), true), view(5));

    assertEquals(view(2), past.at(view(4).writtenAt(), view(5)));
    assertEquals(view(1), past.at(view(1).writtenAt(), view(5)));
  }

  @Test
  void holdsUpNoViewWhereItsFileCannotBeUsed() throws Exception {
    Files.createDirectory(directory.views());

    recorder.record(new Found(view(1), true), view(2));
    recorder.sync();

    Files.delete(directory.views());
    recorder.record(new Found(view(2), true), view(3));
    assertEquals(view(1), past.at(view(2).writtenAt(), view(3)));
  }

  @Test
  void beginsAgainAfterAViewThatIsNotExactlyKnown() throws Exception {
    recorder.record(new Found(view(1), true), view(2));
    recorder.record(new Found(view(2), false), view(3));
    recorder.record(new Found(view(3), true), view(4));

    assertEquals(view(3), past.at(view(3).writtenAt(), view(4)));
    Exception refused =
        assertThrows(BeyondHistoryException.class, () -> past.at(view(2).writtenAt(), view(4)));
    assertTrue(refused.getMessage().contains("reaches back to " + view(3).writtenAt()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.history.DeltaLog;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.model.view.View;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.SampleView;
import io.concertim.view.store.SharedState;
import io.concertim.view.store.StoredView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewFilesTest {
  @TempDir private Path folder;

  @Test
  void theyAreQuietAndNoLongerSoOnceTheyAreInPlace() throws IOException {
    AtomicBoolean isCutOff = new AtomicBoolean(true);
    QuietView quiet = new QuietView(isCutOff::get);
    ViewFiles files = files(quiet);

    write(files);
    assertTrue(quiet.isDue(), "they may not come in place");
    files.done();
    assertFalse(quiet.isDue());

    isCutOff.set(false);
    write(files);
    assertTrue(quiet.isDue());
    files.done();
    assertFalse(quiet.isDue());
  }

  private static void write(ViewFiles files) throws IOException {
    View view = SampleView.of(List.of(), List.of());
    files.write(new DefaultExchange(new DefaultCamelContext()), view, true);
  }

  private ViewFiles files(QuietView quiet) throws IOException {
    DataDirectory directory = DataDirectory.open(folder);
    return new ViewFiles(
        directory,
        new SharedState(directory, new HybridClock(Clock.systemUTC())),
        new StoredView(directory),
        new PublicationRate(1, Clock.systemUTC()),
        new ViewRecorder(new DeltaLog(directory, 1 << 20)),
        quiet);
  }
}

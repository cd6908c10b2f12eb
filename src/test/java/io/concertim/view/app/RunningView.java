// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import io.concertim.view.config.ConfigFile;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.model.view.View;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.SharedState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** The process view_sync in this JVM, for as many syncs as a test asks for. */
public final class RunningView implements AutoCloseable {
  private final DataDirectory data;
  private final ViewDaemon daemon;

  private RunningView(LabConfig config, Path folder) throws Exception {
    data = DataDirectory.open(Files.createDirectories(folder.resolve("data")));
    daemon =
        new ViewDaemon(
            ProcessName.VIEW_SYNC,
            ConfigFile.load(config.write(folder), Map.of()),
            data,
            RouteFiles.of(ProcessName.VIEW_SYNC, null),
            false);
  }

  /** Starts one; what earlier ones have stored in this folder is known to it. */
  public static RunningView of(LabConfig config, Path folder) throws Exception {
    return new RunningView(config, folder);
  }

  /** Runs one sync; nothing if it failed. */
  public Optional<View> trySync() throws Exception {
    return daemon.once();
  }

  /** Runs one sync, which does not fail. */
  public LabSync sync() throws Exception {
    View view = trySync().orElseThrow();
    return new LabSync(view, new SharedState(data, new HybridClock(Clock.systemUTC())).layers());
  }

  @Override
  public void close() {
    daemon.close();
  }
}

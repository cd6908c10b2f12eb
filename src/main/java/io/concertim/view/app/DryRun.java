// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import io.concertim.view.config.ViewConfig;
import io.concertim.view.log.LogSetup;
import io.concertim.view.model.view.View;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.DataLock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;

/**
 * A full sync that publishes nothing: it reads and maps as view_sync does, in a temporary
 * directory.
 */
public final class DryRun {
  private DryRun() {}

  /**
   * The view that a sync would publish now.
   *
   * @param stored the data directory with the layers to start from; without layers, or if it does
   *     not exist, the sync starts with nothing
   * @param routes a directory with route files that replace built-in ones, or null
   * @throws IOException if nothing could be stored; the log has the reason
   */
  public static View sync(ViewConfig config, Path stored, Path routes) throws Exception {
    LogSetup.logFailuresOnly();
    Path folder = Files.createTempDirectory("concertim-view-diff-");
    try {
      DataDirectory directory = DataDirectory.open(folder);
      seed(stored, folder);
      Files.createFile(directory.resyncFlag()); // all lists, not only what has changed
      try (ViewDaemon daemon =
          new ViewDaemon(
              ProcessName.VIEW_SYNC,
              config.besideTheService(),
              directory,
              RouteFiles.of(ProcessName.VIEW_SYNC, routes),
              false)) {
        Optional<View> view = daemon.once();
        return view.orElseThrow(() -> new IOException("the systems could not be read, see above"));
      }
    } finally {
      FileSystemUtils.deleteRecursively(folder);
    }
  }

  private static void seed(Path stored, Path folder) throws IOException, InterruptedException {
    if (!Files.exists(stored.resolve("layers.jsonl"))) {
      return;
    }
    try (DataLock lock = DataLock.open(stored.resolve("view.lock"))) {
      lock.acquire();
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(stored, "{layers,journal-*}.jsonl")) {
        for (Path file : files) {
          Files.copy(file, folder.resolve(file.getFileName()));
        }
      } finally {
        lock.release();
      }
    }
  }
}

package io.concertim.view.cli;

import io.concertim.view.config.ViewConfig;
import io.concertim.view.model.view.View;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.DataLock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A full sync that nobody sees: it reads and maps as view_sync does, in a directory of its own that
 * goes with it.
 */
final class Rehearsal {
  private Rehearsal() {}

  /**
   * The view that a sync would publish now.
   *
   * @param stored the data directory whose layers it goes on from; where it holds none, as for a
   *     directory that does not exist, it begins with nothing
   * @param routes a directory with route files that replace built-in ones, or null
   * @throws IOException if nothing could be stored, as the log tells
   */
  static View sync(ViewConfig config, Path stored, Path routes) throws Exception {
    LogSetup.tellFailuresOnly();
    Path folder = Files.createTempDirectory("concertim-view-diff-");
    try {
      DataDirectory directory = DataDirectory.open(folder);
      seed(stored, folder);
      try (ViewDaemon daemon =
          new ViewDaemon(
              ProcessName.VIEW_SYNC,
              config.withoutManagement(),
              directory,
              RouteFiles.of(ProcessName.VIEW_SYNC, routes),
              false)) {
        Optional<View> view = daemon.once();
        return view.orElseThrow(() -> new IOException("the systems could not be read, see above"));
      }
    } finally {
      remove(folder);
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

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import io.concertim.view.history.BeyondHistoryException;
import io.concertim.view.history.Change;
import io.concertim.view.history.ChangeLog;
import io.concertim.view.history.PastViews;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.model.view.View;
import io.concertim.view.state.State;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.DataLock;
import io.concertim.view.store.QueueHealthFile;
import io.concertim.view.store.SharedState;
import io.concertim.view.store.ViewJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that names the data directory, and what the commands read there. */
public final class StoredData {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "${env:CONCERTIM_VIEW_DATA_DIR:-var/data}",
      description = "Where the view is stored (default: ${DEFAULT-VALUE}).")
  private Path path;

  /** The path of the directory, which may not exist. */
  public Path path() {
    return path;
  }

  /**
   * The directory.
   *
   * @throws ParameterException if it cannot be used
   */
  DataDirectory directory() {
    try {
      return DataDirectory.open(path);
    } catch (IOException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  /**
   * The view that is published.
   *
   * @throws ParameterException if there is none
   */
  View view() throws IOException {
    Path file = path.resolve("view.json");
    if (!Files.exists(file)) {
      throw new ParameterException(
          command.commandLine(), "there is no " + file + " yet; see --data-dir");
    }
    return ViewJson.read(file);
  }

  /**
   * The view that was published at a time.
   *
   * @param at a {@link PastTime}; null for the view that is published now
   * @throws ParameterException if there is none, or it is not known any more
   */
  View view(String at) throws IOException {
    View stored = view();
    if (at == null) {
      return stored;
    }
    Instant time = PastTime.of("--at", at, command);
    try {
      return new PastViews(directory(), Clock.systemUTC()).at(time, stored);
    } catch (BeyondHistoryException e) {
      throw new ParameterException(command.commandLine(), "--at: " + e.getMessage(), e);
    }
  }

  /** The state, as the services last stored it. */
  State state() throws IOException, InterruptedException {
    DataDirectory directory = directory();
    try (DataLock lock = DataLock.open(directory.lock())) {
      lock.acquire();
      try {
        return new SharedState(directory, new HybridClock(Clock.systemUTC())).current();
      } finally {
        lock.release();
      }
    }
  }

  /** Whether view_queue says there that notifications reach it. */
  boolean saysListening(Instant now) {
    return QueueHealthFile.saysListening(path.resolve("view_queue.health"), now);
  }

  /** The changes that the test selects, the oldest first. */
  List<Change> changes(Predicate<Change> wanted) throws IOException {
    return new ChangeLog(directory(), 0).find(wanted);
  }
}

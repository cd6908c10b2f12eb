// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import io.concertim.view.history.PastViews;
import io.concertim.view.mapping.MappingSettings;
import io.concertim.view.mapping.ViewMapping;
import io.concertim.view.model.view.View;
import io.concertim.view.state.State;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.FileStamp;
import io.concertim.view.store.PreviousViewFile;
import io.concertim.view.store.SharedState;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the view whose changes were told last, so that those of the next one can be told. Used by
 * the holder of the lock.
 *
 * <p>It comes from:
 *
 * <ul>
 *   <li>memory, if this process told last;
 *   <li>the history, if our other process told last; or, if it does not lead there, the journal's
 *       state, which does not say when that view was made;
 *   <li>view.json on the disk, if this process has told nothing yet, a writer ended while it put
 *       the file in place, or another program changed the file.
 * </ul>
 */
public final class PreviousView {
  private static final Logger LOG = LoggerFactory.getLogger(PreviousView.class);

  private final DataDirectory directory;
  private final SharedState shared;
  private final MappingSettings settings;
  private final Clock clock;
  private final PreviousViewFile replaced;
  private final PastViews past;
  private View last;

  /**
   * A view that was found.
   *
   * @param isExact whether it is known to be what was told, to the last byte
   */
  record Found(View view, boolean isExact) {}

  public PreviousView(
      DataDirectory directory, SharedState shared, MappingSettings settings, Clock clock) {
    this.directory = directory;
    this.shared = shared;
    this.settings = settings;
    this.clock = clock;
    this.replaced = new PreviousViewFile(directory);
    this.past = new PastViews(directory, clock);
  }

  /** The view; null if there was none or none can be found. */
  Found find() throws IOException {
    State told = shared.told();
    if (last == null || told == null || !isInPlace()) {
      Optional<View> onDisk = replaced.view();
      if (onDisk.isPresent()) {
        return new Found(onDisk.get(), true);
      }
    }
    if (told == null) {
      return last == null ? null : new Found(last, true);
    }
    View latest = last == null || isOf(told, last) ? last : latest();
    return latest != null && isOf(told, latest)
        ? new Found(latest, true)
        : new Found(mapped(told), false);
  }

  /** What the history leads to; the view in memory where the history cannot be read. */
  private View latest() {
    try {
      return past.latest(last);
    } catch (IOException e) {
      LOG.warn("the history of the views cannot be read, so it begins again: {}", e.toString());
      return last;
    }
  }

  private static boolean isOf(State told, View view) {
    return view.generation() == told.generation();
  }

  private View mapped(State told) {
    return told.view(ViewMapping.map(told.layers(), told.places(), settings), clock.instant());
  }

  private boolean isInPlace() throws IOException {
    return Objects.equals(shared.viewJson(), FileStamp.of(directory.viewJson()));
  }

  /** Remembers a view whose changes have just been told. */
  void told(View view) {
    last = view;
  }
}

package io.concertim.view.sync;

import io.concertim.view.mapping.MappingSettings;
import io.concertim.view.mapping.ViewMapping;
import io.concertim.view.model.view.View;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.FileStamp;
import io.concertim.view.store.ReplacedView;
import io.concertim.view.store.SharedState;
import io.concertim.view.store.State;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds the view that was published last, to tell what the next one changes; for the holder of the
 * lock, before view.json is replaced.
 *
 * <p>That is the view.json on the disk, whoever wrote it. It is read only by a process that has
 * published none yet, and where the journal does not say that it is in place: a writer has ended or
 * failed on the way, or somebody else has touched it. Else this process has the view in memory, or
 * the state that another made it of.
 */
public final class EarlierView {
  private final DataDirectory directory;
  private final SharedState shared;
  private final MappingSettings settings;
  private final Clock clock;
  private final ReplacedView replaced;
  private View last;

  public EarlierView(
      DataDirectory directory, SharedState shared, MappingSettings settings, Clock clock) {
    this.directory = directory;
    this.shared = shared;
    this.settings = settings;
    this.clock = clock;
    this.replaced = new ReplacedView(directory);
  }

  /** The view; null where none was published, or none can be told. */
  View find() throws IOException {
    State published = shared.published();
    if (last == null || published == null || !isInPlace()) {
      Optional<View> onDisk = replaced.view();
      if (onDisk.isPresent()) {
        return onDisk.get();
      }
    }
    if (published == null || (last != null && last.generation() == published.generation())) {
      return last;
    }
    return published.view(
        ViewMapping.map(published.layers(), published.places(), settings), clock.instant());
  }

  private boolean isInPlace() throws IOException {
    return Objects.equals(shared.viewJson(), FileStamp.of(directory.viewJson()));
  }

  /** Goes on from a view that has just been published. */
  void published(View view) {
    last = view;
  }
}

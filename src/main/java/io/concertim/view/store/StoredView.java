package io.concertim.view.store;

import io.concertim.view.model.view.View;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The view as view.json holds it, whoever wrote it. Read again only when the file is another one:
 * to look at one that has not changed costs a question to the file system. The digest is kept, the
 * view itself only as long as there is memory to spare.
 */
public final class StoredView {
  private final Path file;
  private Kept kept;

  private record Kept(String stamp, ViewDigest digest, SoftReference<View> view) {}

  public StoredView(DataDirectory directory) {
    this.file = directory.viewJson();
  }

  /** Where it is stored. */
  public Path file() {
    return file;
  }

  /**
   * The digest of the view; empty if none has been stored yet.
   *
   * @throws IOException if the file is no view
   */
  public synchronized Optional<ViewDigest> digest() throws IOException {
    String stamp = FileStamp.of(file);
    if (stamp == null) {
      return Optional.empty();
    }
    if (kept == null || !kept.stamp.equals(stamp)) {
      read(stamp);
    }
    return Optional.of(kept.digest);
  }

  /**
   * The view; empty if none has been stored yet.
   *
   * @throws IOException if the file is no view
   */
  public synchronized Optional<View> view() throws IOException {
    if (digest().isEmpty()) {
      return Optional.empty();
    }
    View view = kept.view.get();
    return Optional.of(view == null ? read(kept.stamp) : view);
  }

  /** One that replaces the file while it is read makes the next look read it again. */
  private View read(String stamp) throws IOException {
    View view = ViewJson.read(file);
    kept = new Kept(stamp, ViewDigest.of(view), new SoftReference<>(view));
    return view;
  }
}

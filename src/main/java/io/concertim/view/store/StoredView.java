// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import io.concertim.view.model.view.View;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The view in view.json, whichever process wrote it, or a later one that this process has made and
 * not written there yet. The file is read again only if another process replaced it, so an
 * unchanged file costs a stat. The digest of a file that was read is kept in memory, its view only
 * while there is memory to spare.
 */
public final class StoredView {
  private final Path file;
  private Kept kept;
  private Made made;

  private record Kept(String stamp, ViewDigest digest, SoftReference<View> view) {}

  /** A view of this process. */
  private static final class Made {
    private final View view;

    /** The stamp of the file that it goes on from. */
    private final String before;

    /** The stamp of its own file; null until that is written. */
    private String written;

    private ViewDigest digest;

    Made(View view, String before) {
      this.view = view;
      this.before = before;
    }

    ViewDigest digest() {
      if (digest == null) {
        digest = ViewDigest.of(view);
      }
      return digest;
    }
  }

  public StoredView(DataDirectory directory) {
    this.file = directory.viewJson();
  }

  /** Shows a view that this process has made. Called by the holder of the lock. */
  public synchronized void make(View view) throws IOException {
    made = new Made(view, FileStamp.of(file));
  }

  /** Records the file in which the last view that was made is about to be put in place. */
  public synchronized void written(Path next) throws IOException {
    if (made != null) {
      made.written = FileStamp.of(next);
    }
  }

  /** The path of view.json. */
  public Path file() {
    return file;
  }

  /**
   * The digest of the view; empty if none has been stored yet.
   *
   * @throws IOException if the file does not hold a view
   */
  public synchronized Optional<ViewDigest> digest() throws IOException {
    String stamp = FileStamp.of(file);
    if (stamp == null) {
      return Optional.empty();
    }
    if (isMade(stamp)) {
      return Optional.of(made.digest());
    }
    if (kept == null || !kept.stamp.equals(stamp)) {
      read(stamp);
    }
    return Optional.of(kept.digest);
  }

  private boolean isMade(String stamp) {
    return made != null
        && stamp != null
        && (stamp.equals(made.written) || stamp.equals(made.before));
  }

  /**
   * The view; empty if none has been stored yet.
   *
   * @throws IOException if the file does not hold a view
   */
  public synchronized Optional<View> view() throws IOException {
    if (digest().isEmpty()) {
      return Optional.empty();
    }
    if (isMade(FileStamp.of(file))) {
      return Optional.of(made.view);
    }
    View view = kept.view.get();
    return Optional.of(view == null ? read(kept.stamp) : view);
  }

  /** The view as it is in the file, or will be. */
  public byte[] bytes() throws IOException {
    View ahead;
    synchronized (this) {
      String stamp = FileStamp.of(file);
      ahead = isMade(stamp) && !stamp.equals(made.written) ? made.view : null;
    }
    return ahead == null ? Files.readAllBytes(RegularFile.of(file)) : ViewJson.bytes(ahead);
  }

  /** If the file is replaced during the read, the next call reads it again. */
  private View read(String stamp) throws IOException {
    made = null;
    View view = ViewJson.read(file);
    kept = new Kept(stamp, ViewDigest.of(view), new SoftReference<>(view));
    return view;
  }
}

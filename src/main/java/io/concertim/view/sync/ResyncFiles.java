package io.concertim.view.sync;

import io.concertim.view.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files by which the other services and the operator steer the sync (suite.md section 2). */
public final class ResyncFiles {
  private static final Logger LOG = LoggerFactory.getLogger(ResyncFiles.class);
  private static final Duration LONGEST_HOLD = Duration.ofMinutes(5);

  private final DataDirectory directory;
  private final Clock clock;
  private FileTime ignoredHold;
  private boolean asked;
  private boolean toldOfRelease;

  public ResyncFiles(DataDirectory directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /** Takes resync.flag away; true if it was there. */
  public synchronized boolean takeFlag() throws IOException {
    boolean flagged = taken(directory.resyncFlag());
    asked |= flagged;
    return flagged;
  }

  /** Whether release-deletions.flag is there. */
  boolean isReleased() {
    boolean released = Files.exists(directory.releaseDeletionsFlag());
    if (released && !toldOfRelease) {
      LOG.warn("held deletions are released by the operator; each is still confirmed by its id");
    }
    toldOfRelease = released;
    return released;
  }

  /** Takes release-deletions.flag away, as what it asks for is done and stored. */
  void dropRelease() throws IOException {
    taken(directory.releaseDeletionsFlag());
  }

  private static boolean taken(Path flag) throws IOException {
    return Files.deleteIfExists(flag);
  }

  /**
   * Whether resync.hold keeps the next sync waiting. A resync.flag lets one sync go before it, and
   * one older than 5 minutes was forgotten and is ignored.
   */
  public synchronized boolean isHeld() throws IOException {
    if (asked) {
      asked = false;
      return false;
    }
    FileTime since;
    try {
      since = Files.getLastModifiedTime(directory.resyncHold());
    } catch (NoSuchFileException e) {
      return false;
    }
    Duration age = Duration.between(since.toInstant(), clock.instant());
    if (age.compareTo(LONGEST_HOLD) <= 0) {
      return true;
    }
    if (!since.equals(ignoredHold)) {
      ignoredHold = since;
      LOG.warn(
          "{} is {} minutes old, so whoever made it forgot it; it is ignored, please remove it",
          directory.resyncHold(),
          age.toMinutes());
    }
    return false;
  }
}

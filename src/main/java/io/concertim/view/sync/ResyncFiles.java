// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.FileStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files by which the other services and the operator steer the sync (suite.md section 2). */
public final class ResyncFiles {
  private static final Logger LOG = LoggerFactory.getLogger(ResyncFiles.class);
  private static final Duration LONGEST_HOLD = Duration.ofMinutes(5);

  private final DataDirectory directory;
  private final Turn turn;
  private final Clock clock;
  private FileTime ignoredHold;
  private final Set<Path> ignoredDirectories = new HashSet<>();
  private boolean asked;
  private boolean isReleaseLogged;

  /**
   * @param turn while another host has it, resync.flag stays for whoever carries it there
   */
  public ResyncFiles(DataDirectory directory, Turn turn, Clock clock) {
    this.directory = directory;
    this.turn = turn;
    this.clock = clock;
  }

  /**
   * Takes resync.flag, if this host syncs; true if it was there. It stays under another name until
   * all lists have been read since, so that a process that is killed before does not lose the
   * request.
   */
  public synchronized boolean takeFlag() throws IOException {
    boolean flagged = turn.isOurs() && moved(directory.resyncFlag(), directory.resyncTaken());
    asked |= flagged;
    return flagged;
  }

  /**
   * Which resync is asked for, as a text that differs from that of each other one; null if none is.
   */
  public synchronized String request() throws IOException {
    String flagged = stampOf(directory.resyncFlag());
    return flagged == null ? stampOf(directory.resyncTaken()) : flagged;
  }

  private static String stampOf(Path file) throws IOException {
    return Files.isDirectory(file) ? null : FileStamp.of(file);
  }

  /**
   * Removes the request for a resync, since all lists have been read.
   *
   * @param read the request that was there before; any other one stays
   */
  synchronized void drop(String read) throws IOException {
    if (read != null && read.equals(stampOf(directory.resyncTaken()))) {
      Files.deleteIfExists(directory.resyncTaken());
    }
  }

  /** Whether release-deletions.flag is there. */
  boolean isReleased() {
    boolean released = Files.isRegularFile(directory.releaseDeletionsFlag());
    if (released && !isReleaseLogged) {
      LOG.warn("held deletions are released by the operator; each is still confirmed by its id");
    }
    isReleaseLogged = released;
    return released;
  }

  /** Removes release-deletions.flag, since the release is done and stored. */
  void dropRelease() throws IOException {
    taken(directory.releaseDeletionsFlag());
  }

  private boolean taken(Path flag) throws IOException {
    return isNoDirectory(flag) && Files.deleteIfExists(flag);
  }

  private boolean moved(Path flag, Path target) throws IOException {
    if (!Files.exists(flag, LinkOption.NOFOLLOW_LINKS)
        || !isNoDirectory(flag)
        || !isNoDirectory(target)) {
      return false;
    }
    try {
      Files.move(flag, target, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Only a file counts: a directory that is not empty could not be removed. */
  private boolean isNoDirectory(Path flag) {
    boolean directory = Files.isDirectory(flag, LinkOption.NOFOLLOW_LINKS);
    if (directory && ignoredDirectories.add(flag)) {
      LOG.warn(
          "{} is a directory and no file, so no request is taken by it; please remove it", flag);
    }
    return !directory;
  }

  /**
   * Whether a resync.hold of this age delays syncs. One that is older than 5 minutes was left
   * behind, as was one from a time to come, which the clock was set back from.
   */
  public static boolean isHolding(Duration age) {
    return age.abs().compareTo(LONGEST_HOLD) <= 0;
  }

  /** The age of a resync.hold, such as {@code 60 minutes old}. */
  public static String shown(Duration age) {
    return age.abs().toMinutes()
        + (age.isNegative() ? " minutes ahead of the clock" : " minutes old");
  }

  /** Whether resync.hold delays the next sync. A resync.flag lets one sync run nevertheless. */
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
    if (isHolding(age)) {
      return true;
    }
    if (!since.equals(ignoredHold)) {
      ignoredHold = since;
      LOG.warn(
          "{} is {}, so whoever made it forgot it; it is ignored, please remove it",
          directory.resyncHold(),
          shown(age));
    }
    return false;
  }
}

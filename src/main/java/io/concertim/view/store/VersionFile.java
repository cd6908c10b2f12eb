// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import io.concertim.view.merge.HybridClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest version that the processes of a data directory have given, eight bytes in a file.
 *
 * <p>A process learns of a version of another one only when that stores what it has read. So where
 * the clock of the host does not order their versions, since it was set back, this file does. It is
 * opened for each version, as it may be removed.
 */
public final class VersionFile {
  private static final Logger LOG = LoggerFactory.getLogger(VersionFile.class);

  private final Path file;
  private boolean isMissed;

  public VersionFile(DataDirectory directory) {
    this.file = directory.versions();
  }

  /**
   * Makes a version later, if need be, than those that were given before. While the file cannot be
   * used, the version stays as it is.
   */
  public synchronized long beyond(long version) {
    try {
      long given = give(version);
      isMissed = false;
      return given;
    } catch (ClosedByInterruptException | FileLockInterruptionException e) {
      return version; // the program is stopping
    } catch (IOException e) {
      if (!isMissed) {
        LOG.warn(
            "the reads of view_sync and view_queue are ordered by the clock of this host alone, and"
                + " not at all where it was set back: {}",
            e.toString());
      }
      isMissed = true;
      return version;
    }
  }

  private long give(long version) throws IOException {
    SharedFile.makeIfMissing(file);
    try (FileChannel channel =
        FileChannel.open(RegularFile.of(file), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.lock(); // until it is closed
      ByteBuffer last = ByteBuffer.allocate(Long.BYTES);
      channel.read(last, 0);
      long before = last.getLong(0);
      long given = HybridClock.isVersion(before) ? Math.max(version, before + 1) : version;
      channel.write(last.putLong(0, given).rewind(), 0);
      return given;
    }
  }
}

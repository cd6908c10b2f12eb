// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The lock of all writers of a data directory, in this process and in others (decision D14).
 *
 * <p>Between processes it is a POSIX lock on a file, which the kernel frees when its holder ends. A
 * process loses such a lock as soon as it closes any descriptor of that file. So the file is opened
 * once and stays open, and a second lock on it in one process is refused. The lock is never broken:
 * writers wait for it. If the file was removed or replaced, the lock is taken on the new file, as
 * every other process does.
 */
public final class DataLock implements AutoCloseable {
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();
  private static final long RETRY_MILLIS = 10;

  private final Path file;
  private FileChannel channel;
  private Object key;
  private final Consumer<Duration> waited;
  private final Semaphore inProcess = new Semaphore(1, true);
  private final Semaphore closing = new Semaphore(0);
  private volatile boolean closed;
  private volatile FileLock held;

  private DataLock(Path file, FileChannel channel, Consumer<Duration> waited) throws IOException {
    this.waited = waited;
    this.file = file;
    this.channel = channel;
    this.key = DataDirectory.keyOf(file);
  }

  /**
   * Opens the lock file, and creates it with mode 0660 if there is none.
   *
   * @throws IllegalStateException if this process has it open already
   */
  public static DataLock open(Path file) throws IOException {
    return open(file, unmeasured -> {});
  }

  /**
   * The same, with an observer of the time that was waited for the lock.
   *
   * @param waited is called by the new holder, each time
   */
  public static DataLock open(Path file, Consumer<Duration> waited) throws IOException {
    Path real = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
    if (!OPEN.add(real)) {
      throw new IllegalStateException("this process has the lock " + real + " open already");
    }
    try {
      SharedFile.makeIfMissing(real);
      return new DataLock(
          real, FileChannel.open(RegularFile.of(real), StandardOpenOption.WRITE), waited);
    } catch (IOException | RuntimeException e) {
      OPEN.remove(real);
      throw e;
    }
  }

  /**
   * Waits until the lock is free, and takes it.
   *
   * @throws IllegalStateException if the lock is or gets closed
   */
  public void acquire() throws IOException, InterruptedException {
    tryAcquire(Duration.ofNanos(Long.MAX_VALUE));
  }

  /**
   * Takes the lock if it gets free within this time.
   *
   * @return whether it is taken
   * @throws IllegalStateException if the lock is or gets closed
   */
  public boolean tryAcquire(Duration longest) throws IOException, InterruptedException {
    long began = System.nanoTime();
    if (!inProcess.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    FileLock acquired = null;
    try {
      acquired = waitForOtherProcesses(began, longest.toNanos());
      held = acquired;
    } finally {
      if (acquired == null) {
        inProcess.release();
      }
    }
    if (acquired != null) {
      waited.accept(Duration.ofNanos(System.nanoTime() - began));
    }
    return acquired != null;
  }

  /** The lock; null if it is not free in time. */
  private FileLock waitForOtherProcesses(long began, long longest)
      throws IOException, InterruptedException {
    while (!closed) {
      // A blocking lock() would close the channel when it is interrupted.
      FileLock lock = channel.tryLock();
      if (lock != null && isStillThere()) {
        return lock;
      }
      if (lock != null) {
        lock.release();
        reopen();
        continue;
      }
      if (System.nanoTime() - began >= longest) {
        return null;
      }
      if (closing.tryAcquire(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    throw new IllegalStateException("the lock " + file + " is closed: the program is stopping");
  }

  private boolean isStillThere() throws IOException {
    return key.equals(DataDirectory.keyOf(file));
  }

  private void reopen() throws IOException {
    SharedFile.makeIfMissing(file);
    FileChannel fresh = FileChannel.open(RegularFile.of(file), StandardOpenOption.WRITE);
    channel.close();
    channel = fresh;
    key = DataDirectory.keyOf(file);
  }

  /**
   * Releases the lock; any thread may do so.
   *
   * @throws IllegalStateException if this process does not hold it
   */
  public synchronized void release() throws IOException {
    FileLock lock = held;
    if (lock == null) {
      throw new IllegalStateException("the lock " + file + " is not held");
    }
    held = null;
    try {
      lock.release();
    } finally {
      inProcess.release();
    }
  }

  /** Waits for the holder in this process, if any, and then refuses the lock to all others. */
  @Override
  public void close() throws IOException {
    closed = true;
    closing.release();
    inProcess.acquireUninterruptibly();
    try {
      if (channel.isOpen()) {
        channel.close();
        OPEN.remove(file);
      }
    } finally {
      inProcess.release();
    }
  }
}

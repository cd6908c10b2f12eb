// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets only one process of a kind work on a data directory, as long as it lives.
 *
 * <p>It is a POSIX lock on a file, which the kernel frees when its holder ends, however it ends.
 * The file holds the holder's process id, for operators. A second process that was started by
 * mistake logs that and waits, and takes over when the first ends. If the file was removed or
 * replaced, as with the whole directory, the holder locks the new file.
 */
public final class InstanceLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InstanceLock.class);
  private static final long RETRY_MILLIS = 200;
  private static final long LOOK_MILLIS = 1000;

  private final Path file;
  private final String kind;
  private final Thread looks = new Thread(this::keep, "instance-lock");
  private FileChannel channel;
  private Object key;
  private FileLock lock;
  private boolean shared;

  private InstanceLock(Path file, String kind) {
    this.file = file;
    this.kind = kind;
  }

  /**
   * Takes the lock, and waits for its holder if there is one.
   *
   * @param file is created with mode 0660 if there is none
   * @param kind the kind of process, as on the command line
   * @throws IOException if the file cannot be created or locked
   */
  public static InstanceLock take(Path file, String kind) throws IOException, InterruptedException {
    InstanceLock made = new InstanceLock(file, kind);
    boolean taken = false;
    try {
      while (!made.isMine("this one waits until it ends")) {
        MILLISECONDS.sleep(RETRY_MILLIS);
      }
      taken = true;
    } finally {
      if (!taken) {
        made.close();
      }
    }
    made.looks.setDaemon(true);
    made.looks.start();
    return made;
  }

  private void keep() {
    try {
      while (true) {
        MILLISECONDS.sleep(LOOK_MILLIS);
        look();
      }
    } catch (InterruptedException e) {
      LOG.debug("{} is given back", file);
    }
  }

  private void look() {
    try {
      isMine("both go on");
    } catch (IOException e) {
      LOG.debug("{} cannot be locked now; it is tried again", file, e);
    }
  }

  private synchronized boolean isMine(String consequence) throws IOException {
    if (channel == null || !key.equals(DataDirectory.keyOf(file))) {
      open();
    }
    if (lock == null) {
      lock = channel.tryLock();
      if (lock != null) {
        byte[] self = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0).write(ByteBuffer.wrap(self), 0);
      }
    }
    log(lock == null, consequence);
    return lock != null;
  }

  private void open() throws IOException {
    SharedFile.makeIfMissing(file);
    FileChannel fresh =
        FileChannel.open(RegularFile.of(file), StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (channel != null) {
      channel.close();
    }
    channel = fresh;
    key = DataDirectory.keyOf(file);
    lock = null;
  }

  private void log(boolean isShared, String consequence) throws IOException {
    if (isShared && !shared) {
      LOG.warn(
          "another {} (process {}) works on {}; {}, stop one of them",
          kind,
          holder(),
          file.getParent(),
          consequence);
    } else if (shared && !isShared) {
      LOG.info("the other {} has ended, this one goes on", kind);
    }
    shared = isShared;
  }

  private String holder() throws IOException {
    ByteBuffer text = ByteBuffer.allocate(32);
    channel.read(text, 0);
    String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    return pid.matches("\\d+") ? pid : "unknown";
  }

  @Override
  public void close() throws IOException {
    looks.interrupt();
    synchronized (this) {
      if (channel != null) {
        channel.close();
      }
    }
  }
}

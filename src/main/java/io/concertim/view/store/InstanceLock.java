package io.concertim.view.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one process of a kind work on a data directory, for as long as it lives.
 *
 * <p>A POSIX lock on a file, which the kernel frees when its holder ends, however it ends; the file
 * holds the holder's process id for people. A second one that was started by mistake says so and
 * waits, so that it also takes over when the first ends.
 */
public final class InstanceLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InstanceLock.class);
  private static final long RETRY_MILLIS = 200;

  private final FileChannel channel;

  private InstanceLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, after waiting for its holder if there is one.
   *
   * @param file is made with mode 0660 if there is none
   * @param kind what the lock is for, in the words of the command line
   * @throws IOException if the file cannot be made or locked
   */
  public static InstanceLock take(Path file, String kind) throws IOException, InterruptedException {
    DataLock.makeIfMissing(file);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      wait(channel, file, kind);
      taken = true;
    } finally {
      if (!taken) {
        channel.close();
      }
    }
    return new InstanceLock(channel);
  }

  private static void wait(FileChannel channel, Path file, String kind)
      throws IOException, InterruptedException {
    FileLock lock = channel.tryLock();
    if (lock == null) {
      LOG.warn(
          "another {} (process {}) works on {}; this one waits until it ends, stop one of them",
          kind,
          holder(channel),
          file.getParent());
      while (lock == null) {
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        lock = channel.tryLock();
      }
      LOG.info("the other {} has ended, this one goes on", kind);
    }
    byte[] self = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
    channel.truncate(0).write(ByteBuffer.wrap(self), 0);
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(32);
    channel.read(text, 0);
    String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    return pid.matches("\\d+") ? pid : "unknown";
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

package io.concertim.view.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * The body of an answer that may be neither larger nor longer under way than is sane, whatever the
 * server sends: a socket's own timeout begins anew with every byte.
 */
final class BoundedEntity extends HttpEntityWrapper {
  private final long maxBytes;
  private final long deadline;
  private final Runnable ended;

  /**
   * @param maxBytes most bytes of the body, after it is unpacked
   * @param longest most time from now to the end of the body
   * @param ended is run once the body has been read, or given up
   */
  BoundedEntity(HttpEntity body, long maxBytes, Duration longest, Runnable ended) {
    super(body);
    this.maxBytes = maxBytes;
    this.deadline = System.nanoTime() + longest.toNanos();
    this.ended = ended;
  }

  @Override
  public InputStream getContent() throws IOException {
    return new Bounded(super.getContent());
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (InputStream in = getContent()) {
      in.transferTo(out);
    }
  }

  private final class Bounded extends FilterInputStream {
    private long bytes;
    private boolean closed;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      checked(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      checked(Math.max(0, count));
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = super.skip(count);
      checked(skipped);
      return skipped;
    }

    @Override
    public void close() throws IOException {
      try {
        super.close();
      } finally {
        if (!closed) {
          closed = true;
          ended.run();
        }
      }
    }

    private void checked(long more) throws IOException {
      bytes += more;
      if (bytes > maxBytes) {
        throw new IOException("the answer is larger than " + maxBytes + " bytes");
      }
      if (System.nanoTime() - deadline > 0) {
        throw new SocketTimeoutException("the answer did not end, " + bytes + " bytes came");
      }
    }
  }
}

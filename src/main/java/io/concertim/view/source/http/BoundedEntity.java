// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * The body of an answer with a bound for its size and its duration. A socket's own timeout is no
 * such bound, since it starts again with every byte.
 */
final class BoundedEntity extends HttpEntityWrapper {
  private final Limit limit;
  private final TimeLimit time;
  private final Runnable breakOff;
  private final Runnable ended;

  /**
   * How long a body may be.
   *
   * @param bytes after it is unpacked
   * @param cut whether it ends there; else reading more of it fails
   */
  record Limit(long bytes, boolean cut) {}

  /**
   * @param time has begun with the call
   * @param breakOff closes the connection, so that the rest of the body is never waited for
   * @param ended is run once the body has been read, or given up
   */
  BoundedEntity(HttpEntity body, Limit limit, TimeLimit time, Runnable breakOff, Runnable ended) {
    super(body);
    this.limit = limit;
    this.time = time;
    this.breakOff = breakOff;
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
    private boolean brokenOff;
    private boolean closed;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] next = new byte[1];
      return read(next, 0, 1) < 0 ? -1 : next[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (brokenOff) {
        return -1;
      }
      try {
        int count = super.read(target, offset, length);
        return checked(count);
      } catch (IOException e) {
        throw time.passed() ? late() : e;
      }
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = brokenOff ? 0 : super.skip(count);
      checked((int) Math.min(skipped, Integer.MAX_VALUE));
      return skipped;
    }

    @Override
    public void close() throws IOException {
      try {
        super.close();
      } catch (IOException e) {
        if (!brokenOff) {
          throw e;
        }
      } finally {
        if (!closed) {
          closed = true;
          time.close();
          ended.run();
        }
      }
    }

    private int checked(int more) throws IOException {
      if (time.passed()) {
        throw late();
      }
      long left = limit.bytes() - bytes;
      bytes += Math.max(0, more);
      if (more <= left) {
        return more;
      }
      brokenOff = true;
      breakOff.run();
      if (!limit.cut()) {
        throw new TooLargeException("more than " + limit.bytes() + " bytes");
      }
      return left == 0 ? -1 : (int) left;
    }

    private SocketTimeoutException late() {
      return new SocketTimeoutException("the answer did not end, " + bytes + " bytes came");
    }
  }
}

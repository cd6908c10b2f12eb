package io.concertim.view.store;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Bytes that are written once and then read once. They lie in small pieces, each given up as soon
 * as it is read: one array of a large view's size would have to be copied whenever it grows, and
 * needs as much room in one place.
 */
final class Chunks extends OutputStream {
  private static final int SIZE = 1 << 16;

  private final Deque<byte[]> pieces = new ArrayDeque<>();
  private int inLast = SIZE;

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    int at = from;
    while (at < from + count) {
      if (inLast == SIZE) {
        pieces.addLast(new byte[SIZE]);
        inLast = 0;
      }
      int some = Math.min(from + count - at, SIZE - inLast);
      System.arraycopy(bytes, at, pieces.getLast(), inLast, some);
      inLast += some;
      at += some;
    }
  }

  /** What was written; nothing may be written any more. */
  InputStream read() {
    return new Reader();
  }

  private final class Reader extends InputStream {
    private int at;

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) {
      if (most == 0) {
        return 0;
      }
      if (available() == 0) {
        return -1;
      }
      int some = Math.min(most, available());
      System.arraycopy(pieces.getFirst(), at, into, from, some);
      at += some;
      if (at == SIZE) {
        pieces.removeFirst();
        at = 0;
      }
      return some;
    }

    /** How much of the first piece is left. */
    @Override
    public int available() {
      if (pieces.isEmpty()) {
        return 0;
      }
      return (pieces.size() == 1 ? inLast : SIZE) - at;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import io.concertim.view.pieces.Piece;
import io.concertim.view.pieces.Pieces;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes a file, and copies from an earlier version the pieces that it has too. */
final class PieceWriter extends OutputStream implements Pieces {
  private static final int BUFFER = 1 << 16;

  private final FileChannel disk;
  private final Source source;
  private final PiecePositions positions;
  private boolean sameContext;
  private final ByteBuffer fresh = ByteBuffer.allocateDirect(BUFFER);

  /** How many bytes have been taken, be they written yet or not. */
  private long length;

  /** What is to be copied next; at most one of this and {@link #fresh} has something. */
  private long copyStart;

  private long copyEnd;

  /**
   * The earlier version.
   *
   * @param file null if there is none
   */
  record Source(FileChannel file, PiecePositions positions) {}

  /**
   * @param disk the new file, empty
   * @param positions gets the pieces of the new file
   */
  PieceWriter(FileChannel disk, Source source, PiecePositions positions) {
    this.disk = disk;
    this.source = source;
    this.positions = positions;
    if (source.file != null) {
      source.positions.rewind();
    }
  }

  @Override
  public OutputStream out() {
    return this;
  }

  @Override
  public void begin(Object context) {
    positions.begin(context);
    sameContext = source.file != null && source.positions.isOf(context);
  }

  @Override
  public boolean addSame(Object shown) throws IOException {
    int known = sameContext ? source.positions.same(shown) : PiecePositions.NONE;
    if (known == PiecePositions.NONE) {
      return false;
    }
    long start = length;
    copy(source.positions.start(known), source.positions.end(known));
    positions.add(source.positions.piece(known), start, length);
    return true;
  }

  @Override
  public void add(Piece piece, Content content) throws IOException {
    long start = length;
    int known = source.file == null ? PiecePositions.NONE : source.positions.find(piece);
    if (known == PiecePositions.NONE) {
      content.write();
    } else {
      copy(source.positions.start(known), source.positions.end(known));
    }
    positions.add(piece, start, length);
  }

  /** Neighbours are copied together. */
  private void copy(long start, long end) throws IOException {
    if (start != copyEnd) {
      writeAll();
      copyStart = start;
    }
    copyEnd = end;
    length += end - start;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    if (copyStart != copyEnd) {
      writeAll();
    }
    length += count;
    for (int done = 0; done < count; ) {
      if (!fresh.hasRemaining()) {
        writeAll();
      }
      int some = Math.min(count - done, fresh.remaining());
      fresh.put(bytes, offset + done, some);
      done += some;
    }
  }

  /** Writes what is left; the file stays open. */
  void finish() throws IOException {
    writeAll();
  }

  private void writeAll() throws IOException {
    fresh.flip();
    while (fresh.hasRemaining()) {
      disk.write(fresh);
    }
    fresh.clear();
    while (copyStart < copyEnd) {
      long copied = source.file.transferTo(copyStart, copyEnd - copyStart, disk);
      if (copied <= 0) {
        throw new EOFException("the earlier version was cut");
      }
      copyStart += copied;
    }
    copyStart = 0;
    copyEnd = 0;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.pieces;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Takes a file in pieces, in their order, with other bytes between them. A piece that is known from
 * an earlier version of the file is not written again.
 */
public interface Pieces {

  /** Writes the bytes of a piece to {@link #out}. */
  interface Content {
    void write() throws IOException;
  }

  /** Where everything is written that is new. */
  OutputStream out();

  /**
   * Says what all pieces depend on beside what they show. Called before the first piece.
   *
   * @param context this very object as long as that is the same
   */
  void begin(Object context);

  /**
   * Takes the next piece of the earlier version, if that shows this very object and began with the
   * same context. It is the same then, and needs no comparison.
   *
   * @return whether it was taken; if not, it has to be added
   */
  boolean addSame(Object shown) throws IOException;

  /** Takes a piece; the content is written only if the piece is not known. */
  void add(Piece piece, Content content) throws IOException;

  /** Takes a file of which nothing is known. */
  static Pieces allNew(OutputStream out) {
    return new Pieces() {
      @Override
      public OutputStream out() {
        return out;
      }

      @Override
      public void begin(Object context) {
        // nothing is known
      }

      @Override
      public boolean addSame(Object shown) {
        return false;
      }

      @Override
      public void add(Piece piece, Content content) throws IOException {
        content.write();
      }
    };
  }
}

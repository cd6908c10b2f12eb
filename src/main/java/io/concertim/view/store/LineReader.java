// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads a stream line by line, and detects a last line without a line feed. */
final class LineReader {
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int at;
  private int end;
  private long number;
  private boolean ended;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** The next line without its line feed, or null after the last. */
  byte[] next() throws IOException {
    line.reset();
    ended = false;
    while (!ended && fill()) {
      int start = at;
      while (at < end && buffer[at] != '\n') {
        at++;
      }
      line.write(buffer, start, at - start);
      if (at < end) {
        at++;
        ended = true;
      }
    }
    if (!ended && line.size() == 0) {
      return null;
    }
    number++;
    return line.toByteArray();
  }

  private boolean fill() throws IOException {
    if (at == end) {
      at = 0;
      end = Math.max(0, in.read(buffer));
    }
    return end > 0;
  }

  /** Number of the line just read, from 1. */
  long number() {
    return number;
  }

  /** Whether the line just read was ended by a line feed; false for one that was cut off. */
  boolean ended() {
    return ended;
  }
}

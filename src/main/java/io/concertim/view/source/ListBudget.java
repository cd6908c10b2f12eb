// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import io.concertim.view.source.http.Bounds;
import io.concertim.view.source.http.TooLargeException;
import java.io.UncheckedIOException;

/** How much of one list may be kept, all its pages together. */
public final class ListBudget {
  private final Bounds bounds;
  private long rows;
  private long bytes;

  public ListBudget(Bounds bounds) {
    this.bounds = bounds;
  }

  /**
   * Counts a row.
   *
   * @throws UncheckedIOException if there are too many
   */
  void row() {
    if (++rows > bounds.rows()) {
      throw tooLarge("more than " + bounds.rows() + " rows in one list");
    }
  }

  /**
   * Counts what is kept of a row.
   *
   * @throws UncheckedIOException if it is too much
   */
  void keep(Object part) {
    String text = part.toString();
    bytes += isLatin1(text) ? text.length() : 2L * text.length();
    if (bytes > bounds.keptBytes()) {
      throw tooLarge("more than " + bounds.keptBytes() + " bytes of one list would be kept");
    }
  }

  /** Whether Java keeps each character in one byte. */
  private static boolean isLatin1(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xff) {
        return false;
      }
    }
    return true;
  }

  private static UncheckedIOException tooLarge(String what) {
    return new UncheckedIOException(new TooLargeException(what));
  }
}

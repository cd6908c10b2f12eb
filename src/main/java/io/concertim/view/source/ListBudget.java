// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import io.concertim.view.source.http.Bounds;
import io.concertim.view.source.http.TooLargeException;
import java.io.UncheckedIOException;

/** How much of one list may be kept, all its pages together. */
public final class ListBudget {
  private final Bounds bounds;
  private long rows;
  private long characters;

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
    characters += part.toString().length();
    if (characters > bounds.keptCharacters()) {
      throw tooLarge("more than " + bounds.keptCharacters() + " characters of one list");
    }
  }

  private static UncheckedIOException tooLarge(String what) {
    return new UncheckedIOException(new TooLargeException(what));
  }
}

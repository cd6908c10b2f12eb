// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.merge;

/**
 * Replaces equal texts by one object, to save memory: states, types and ids recur thousands of
 * times. The table has a fixed size; a text that was displaced from it is not shared.
 */
public final class SharedTexts {
  private static final int SIZE = 1 << 16;
  private static final int LONGEST = 64;
  private static final String[] TABLE = new String[SIZE];

  private SharedTexts() {}

  /** An equal text, if possible the one that was returned before; null for null. */
  public static String of(String text) {
    if (text == null || text.length() > LONGEST) {
      return text;
    }
    int hash = text.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (SIZE - 1);
    // Threads may overwrite each other's entries; then a text is not shared, nothing else happens.
    String shared = TABLE[slot];
    if (text.equals(shared)) {
      return shared;
    }
    TABLE[slot] = text;
    return text;
  }
}

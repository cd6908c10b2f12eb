package io.concertim.view.merge;

/**
 * Lets equal texts be one object: states, types and the ids that objects name each other by recur
 * thousands of times. A table of fixed size; a text that was displaced is merely not shared.
 */
public final class SharedTexts {
  private static final int SIZE = 1 << 16;
  private static final int LONGEST = 64;
  private static final String[] TABLE = new String[SIZE];

  private SharedTexts() {}

  /** An equal text, perhaps one that was given before; null for null. */
  public static String of(String text) {
    if (text == null || text.length() > LONGEST) {
      return text;
    }
    int hash = text.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (SIZE - 1);
    // Threads may overwrite each other's entries, which costs a share and nothing else.
    String shared = TABLE[slot];
    if (text.equals(shared)) {
      return shared;
    }
    TABLE[slot] = text;
    return text;
  }
}

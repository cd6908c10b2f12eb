// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.text;

/**
 * Text of others, for a line that people or terminals read: it stays in its line and steers
 * nothing.
 */
public final class PlainText {
  private PlainText() {}

  /**
   * The text with each character that steers written as {@code \n}, {@code \r}, {@code \t} or
   * {@code \}{@code uXXXX}, as JSON has them.
   */
  public static String escaped(String text) {
    if (text.chars().noneMatch(PlainText::steers)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.chars()
        .forEach(
            character -> {
              switch (character) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                  if (steers(character)) {
                    escaped.append(String.format("\\u%04X", character));
                  } else {
                    escaped.append((char) character);
                  }
                }
              }
            });
    return escaped.toString();
  }

  /**
   * Whether a UTF-16 unit ends a line, steers a terminal (control characters, DEL, C1), or changes
   * the order or the look of what stands around it (bidirectional controls of Unicode, zero width,
   * separators of lines).
   */
  public static boolean steers(int character) {
    return Character.isISOControl(character)
        || character == 0x061C
        || (character >= 0x200B && character <= 0x200F)
        || (character >= 0x2028 && character <= 0x202E)
        || (character >= 0x2060 && character <= 0x206F)
        || character == 0xFEFF
        || (character >= 0xFFF9 && character <= 0xFFFB);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.text;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;

/**
 * Writes as {@code \}{@code uXXXX} in JSON what {@link PlainText} calls steering, DEL, C1 and
 * bidirectional controls too, so that a terminal may show the JSON. It means the same.
 */
public final class JsonEscapes extends CharacterEscapes {
  private static final int DEL = 0x7F;

  @Override
  public int[] getEscapeCodesForAscii() {
    int[] codes = standardAsciiEscapesForJSON();
    codes[DEL] = ESCAPE_STANDARD;
    return codes;
  }

  @Override
  public SerializableString getEscapeSequence(int character) {
    return PlainText.steers(character)
        ? new SerializedString(String.format("\\u%04X", character))
        : null;
  }
}

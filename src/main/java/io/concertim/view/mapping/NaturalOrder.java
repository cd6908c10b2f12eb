// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import java.math.BigInteger;

/** Orders names as people do: node2 before node10. */
final class NaturalOrder {
  private NaturalOrder() {}

  static int compare(String one, String other) {
    int i = 0;
    int j = 0;
    while (i < one.length() && j < other.length()) {
      int endOne = endOfPart(one, i);
      int endOther = endOfPart(other, j);
      int order = compareParts(one.substring(i, endOne), other.substring(j, endOther));
      if (order != 0) {
        return order;
      }
      i = endOne;
      j = endOther;
    }
    return Boolean.compare(i < one.length(), j < other.length());
  }

  /** The end of a part; a part has only digits, or none. */
  private static int endOfPart(String text, int start) {
    boolean digits = isDigit(text.charAt(start));
    int end = start + 1;
    while (end < text.length() && isDigit(text.charAt(end)) == digits) {
      end++;
    }
    return end;
  }

  private static int compareParts(String one, String other) {
    boolean numbers = isDigit(one.charAt(0)) && isDigit(other.charAt(0));
    return numbers ? new BigInteger(one).compareTo(new BigInteger(other)) : one.compareTo(other);
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }
}

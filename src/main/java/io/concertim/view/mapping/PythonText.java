// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text forms that the Python services write into Concertim: {@code repr} of lists and dicts.
 * Text from the portal is only ever parsed, never evaluated (python-defects B1).
 */
public final class PythonText {
  private PythonText() {}

  /** What Python's {@code repr} gives for a value of JSON. */
  public static String repr(Object value) {
    StringBuilder text = new StringBuilder();
    append(text, value);
    return text.toString();
  }

  private static void append(StringBuilder text, Object value) {
    if (value == null) {
      text.append("None");
    } else if (value instanceof Boolean flag) {
      text.append(flag ? "True" : "False");
    } else if (value instanceof Map<?, ?> map) {
      appendAll(text, '{', map.entrySet(), '}');
    } else if (value instanceof Map.Entry<?, ?> entry) {
      append(text, entry.getKey());
      text.append(": ");
      append(text, entry.getValue());
    } else if (value instanceof Collection<?> list) {
      appendAll(text, '[', list, ']');
    } else if (value instanceof Double || value instanceof Float || value instanceof BigDecimal) {
      text.append(real(value.toString()));
    } else if (value instanceof Number) {
      text.append(value);
    } else {
      appendQuoted(text, value.toString());
    }
  }

  /** A number with a fraction: with an exponent only below 1e-4 and from 1e16 on. */
  private static String real(String number) {
    if (!Character.isDigit(number.charAt(number.length() - 1))) {
      return number.equals("NaN") ? "nan" : number.replace("Infinity", "inf");
    }
    BigDecimal exact = new BigDecimal(number).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exact.signum() == 0 || (exponent >= -4 && exponent < 16)) {
      String sign = exact.signum() == 0 && number.startsWith("-") ? "-" : "";
      return sign + exact.setScale(Math.max(1, exact.scale())).toPlainString();
    }
    String digits = exact.scaleByPowerOfTen(-exponent).toPlainString();
    return digits + "e" + (exponent < 0 ? "-" : "+") + String.format("%02d", Math.abs(exponent));
  }

  private static void appendAll(StringBuilder text, char open, Collection<?> items, char close) {
    text.append(open);
    String separator = "";
    for (Object item : items) {
      text.append(separator);
      append(text, item);
      separator = ", ";
    }
    text.append(close);
  }

  private static void appendQuoted(StringBuilder text, String value) {
    char quote = value.indexOf('\'') >= 0 && value.indexOf('"') < 0 ? '"' : '\'';
    text.append(quote);
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == quote || c == '\\') {
                text.append('\\').appendCodePoint(c);
              } else if (c == '\n') {
                text.append("\\n");
              } else if (c == '\r') {
                text.append("\\r");
              } else if (c == '\t') {
                text.append("\\t");
              } else if (c == ' ' || isPrintable(c)) {
                text.appendCodePoint(c);
              } else {
                String form = c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
                text.append(String.format(form, c));
              }
            });
    text.append(quote);
  }

  /**
   * Whether Python writes the character unescaped: all but separators and the "other" categories of
   * Unicode.
   */
  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /**
   * The texts in a list that Concertim holds as Python text, such as {@code ['10.0.0.1']}.
   *
   * @param value text, or a JSON list where somebody stored one
   * @return empty if the value is anything else
   */
  public static Optional<List<String>> parseList(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().allMatch(String.class::isInstance)
          ? Optional.of(list.stream().map(String.class::cast).toList())
          : Optional.empty();
    }
    return value instanceof String text ? new ListParser(text.strip()).parse() : Optional.empty();
  }

  /** Reads one bracketed list of quoted texts. */
  private static final class ListParser {
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]+");

    private final String text;
    private int at;

    ListParser(String text) {
      this.text = text;
    }

    Optional<List<String>> parse() {
      if (text.length() < 2 || text.charAt(0) != '[' || text.charAt(text.length() - 1) != ']') {
        return Optional.empty();
      }
      List<String> items = new ArrayList<>();
      at = 1;
      skipBlanks();
      while (at < text.length() - 1) {
        Optional<String> item = quoted();
        if (item.isEmpty()) {
          return Optional.empty();
        }
        items.add(item.get());
        skipBlanks();
        if (at < text.length() - 1 && text.charAt(at++) != ',') {
          return Optional.empty();
        }
        skipBlanks();
      }
      return Optional.of(items);
    }

    private void skipBlanks() {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
    }

    private Optional<String> quoted() {
      char quote = text.charAt(at++);
      if (quote != '\'' && quote != '"') {
        return Optional.empty();
      }
      StringBuilder item = new StringBuilder();
      while (at < text.length() - 1) {
        char c = text.charAt(at++);
        if (c == quote) {
          return Optional.of(item.toString());
        }
        if (c != '\\') {
          item.append(c);
        } else if (!escaped(item)) {
          return Optional.empty();
        }
      }
      return Optional.empty();
    }

    /**
     * Adds the character that an escape stands for; false if {@code repr} does not write such an
     * escape.
     */
    private boolean escaped(StringBuilder item) {
      char c = text.charAt(at++);
      switch (c) {
        case '\\', '\'', '"' -> item.append(c);
        case 'n' -> item.append('\n');
        case 'r' -> item.append('\r');
        case 't' -> item.append('\t');
        case 'x' -> {
          return code(item, 2);
        }
        case 'u' -> {
          return code(item, 4);
        }
        case 'U' -> {
          return code(item, 8);
        }
        default -> {
          return false;
        }
      }
      return true;
    }

    private boolean code(StringBuilder item, int digits) {
      int end = at + digits;
      if (end > text.length() || !HEX.matcher(text.substring(at, end)).matches()) {
        return false;
      }
      long code = Long.parseLong(text.substring(at, end), 16);
      at = end;
      if (code > Character.MAX_CODE_POINT) {
        return false;
      }
      item.appendCodePoint((int) code);
      return true;
    }
  }
}

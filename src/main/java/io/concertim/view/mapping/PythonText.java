package io.concertim.view.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    } else if (value instanceof Number) {
      text.append(value);
    } else {
      appendQuoted(text, value.toString());
    }
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
              } else if (c < 0x20 || c == 0x7f) {
                text.append(String.format("\\x%02x", c));
              } else {
                text.appendCodePoint(c);
              }
            });
    text.append(quote);
  }

  /**
   * The texts in a list that Concertim holds as Python text, such as {@code ['10.0.0.1']}.
   *
   * @param value text, or a JSON list where somebody stored one
   * @return empty when it is anything else
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
        item.append(c == '\\' && at < text.length() - 1 ? text.charAt(at++) : c);
      }
      return Optional.empty();
    }
  }
}

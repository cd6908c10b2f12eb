// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.python;

import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.NamePair;
import io.concertim.view.model.view.PairedId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The attributes of one object of a pickle, converted to the types of the view. A missing attribute
 * is empty, since releases differ in their attributes; an attribute of another type ends the read.
 */
final class PythonAttributes {
  private static final int DEEPEST = 100;

  private final String object;
  private final Map<String, Object> values;
  private final Visits visits;

  /** The number of values that may still be visited: shared values could be nested without end. */
  private static final class Visits {
    private long left;

    Visits(long left) {
      this.left = left;
    }

    void count(int depth) throws IOException {
      left--;
      if (left < 0 || depth > DEEPEST) {
        throw new IOException("its values are nested as no view's are");
      }
    }
  }

  private PythonAttributes(Object value, PythonClass type, String object, Visits visits)
      throws IOException {
    if (!(value instanceof PythonObject found) || found.type() != type) {
      throw new IOException(object + " is no " + type.className);
    }
    this.object = object;
    this.values = found.attributes();
    this.visits = visits;
  }

  /**
   * The attributes of the pickle's top-level object.
   *
   * @param size of the pickle in bytes
   * @throws IOException if the value is not an object of this class
   */
  static PythonAttributes of(Object value, PythonClass type, int size) throws IOException {
    // No value that is not shared takes less than a byte; what is shared has few parts.
    return new PythonAttributes(value, type, "it", new Visits(8L * size));
  }

  /**
   * The attributes of another object of the same pickle.
   *
   * @throws IOException if the value is not an object of this class
   */
  PythonAttributes object(Object value, PythonClass type) throws IOException {
    return new PythonAttributes(value, type, "one of its objects", visits);
  }

  /** The object in an attribute; null where there is none. */
  PythonAttributes object(String name, PythonClass type) throws IOException {
    Object value = values.get(name);
    return value == null
        ? null
        : new PythonAttributes(value, type, "the " + name + " of " + object, visits);
  }

  /** A text or null; a number as text. */
  String text(String name) throws IOException {
    return text(name, values.get(name));
  }

  private String text(String name, Object value) throws IOException {
    visits.count(0);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    if (value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    throw wrong(name, "no text");
  }

  /** A whole number or null. */
  Integer integer(String name) throws IOException {
    return typed(name, Integer.class, null, "no whole number");
  }

  /** A whole number; 0 where there is none. */
  int count(String name) throws IOException {
    return typed(name, Integer.class, 0, "no whole number");
  }

  /** A number; 0 where there is none. */
  double number(String name) throws IOException {
    return typed(name, Number.class, 0, "no number").doubleValue();
  }

  /** A truth value; false where there is none. */
  boolean flag(String name) throws IOException {
    return typed(name, Boolean.class, false, "no truth value");
  }

  /** A dict, not converted; empty if there is none. */
  Map<?, ?> dict(String name) throws IOException {
    return typed(name, Map.class, Map.of(), "no dict");
  }

  /** A list, not converted; empty if there is none. */
  List<?> list(String name) throws IOException {
    return typed(name, List.class, List.of(), "no list");
  }

  private <T> T typed(String name, Class<T> type, T absent, String what) throws IOException {
    Object value = values.get(name);
    if (value == null) {
      return absent;
    }
    if (!type.isInstance(value)) {
      throw wrong(name, what);
    }
    return type.cast(value);
  }

  /** A list of whole numbers. */
  List<Integer> integers(String name) throws IOException {
    List<Integer> integers = new ArrayList<>();
    for (Object value : list(name)) {
      visits.count(0);
      if (!(value instanceof Integer number)) {
        throw wrong(name, "no list of whole numbers");
      }
      integers.add(number);
    }
    return integers;
  }

  /** A list of texts. */
  List<String> texts(String name) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Object value : list(name)) {
      texts.add(text(name, value));
    }
    return texts;
  }

  /** A dict of texts. */
  Map<String, String> textDict(String name) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : dict(name).entrySet()) {
      texts.put(text(name, entry.getKey()), text(name, entry.getValue()));
    }
    return texts;
  }

  /** A tuple of two or three parts; null where there is none. */
  BilledId billedId(String name) throws IOException {
    return billedId(name, values.get(name));
  }

  BilledId billedId(String name, Object value) throws IOException {
    List<String> parts = parts(name, value, 3);
    return parts == null ? null : new BilledId(parts.get(0), parts.get(1), parts.get(2));
  }

  PairedId pairedId(String name) throws IOException {
    return pairedId(name, values.get(name));
  }

  PairedId pairedId(String name, Object value) throws IOException {
    List<String> parts = parts(name, value, 2);
    return parts == null ? null : new PairedId(parts.get(0), parts.get(1));
  }

  NamePair names(String name) throws IOException {
    List<String> parts = parts(name, values.get(name), 2);
    return parts == null ? new NamePair(null, null) : new NamePair(parts.get(0), parts.get(1));
  }

  private List<String> parts(String name, Object value, int length) throws IOException {
    if (value == null) {
      return null;
    }
    if (!(value instanceof Object[] tuple) || tuple.length != length) {
      throw wrong(name, "no tuple of " + length);
    }
    List<String> parts = new ArrayList<>();
    for (Object part : tuple) {
      parts.add(text(name, part));
    }
    return parts;
  }

  /** A dict of plain values by text, its tuples as lists. */
  Map<String, Object> plainDict(String name) throws IOException {
    return plainDict(name, dict(name), 0);
  }

  /** The same for a value that was found in an attribute. */
  Map<String, Object> plainDict(String name, Object value) throws IOException {
    if (value instanceof Map<?, ?> dict) {
      return plainDict(name, dict, 0);
    }
    throw wrong(name, "no dict");
  }

  private Map<String, Object> plainDict(String name, Map<?, ?> dict, int depth) throws IOException {
    Map<String, Object> plain = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : dict.entrySet()) {
      plain.put(text(name, entry.getKey()), plain(name, entry.getValue(), depth + 1));
    }
    return plain;
  }

  private Object plain(String name, Object value, int depth) throws IOException {
    visits.count(depth);
    if (value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Map<?, ?> dict) {
      return plainDict(name, dict, depth);
    }
    Object items = value instanceof Object[] tuple ? Arrays.asList(tuple) : value;
    if (!(items instanceof List<?> list)) {
      throw wrong(name, "no plain value");
    }
    List<Object> plain = new ArrayList<>();
    for (Object item : list) {
      plain.add(plain(name, item, depth + 1));
    }
    return plain;
  }

  /** The exception for an attribute of an unexpected type. */
  IOException wrong(String name, String what) {
    return new IOException("the attribute " + name + " of " + object + " is " + what);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import io.concertim.view.source.http.Bounds;
import io.concertim.view.source.http.TooLargeException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How much of one list may be kept, all its pages together: the texts, and the number of values. A
 * text that is the same object as one before takes no memory again, so it counts as a value only;
 * it may count again once many others came in between.
 */
public final class ListBudget {
  private static final int RECENT = 1 << 10;

  private static final ClassValue<Method[]> PARTS =
      new ClassValue<>() {
        @Override
        protected Method[] computeValue(Class<?> type) {
          return Stream.of(type.getRecordComponents())
              .map(RecordComponent::getAccessor)
              .toArray(Method[]::new);
        }
      };

  private final Bounds bounds;
  private final String[] recent = new String[RECENT];
  private long rows;
  private long values;
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
   * Counts what is kept of a row: a record, a list, a map, or a single value, with all that is in
   * it.
   *
   * @throws UncheckedIOException if it is too much
   */
  void keep(Object part) {
    if (++values > bounds.keptValues()) {
      throw tooLarge("more than " + bounds.keptValues() + " values of one list would be kept");
    }
    if (part instanceof Record object) {
      for (Method accessor : PARTS.get(object.getClass())) {
        keep(of(object, accessor));
      }
    } else if (part instanceof Collection<?> several) {
      several.forEach(this::keep);
    } else if (part instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            keep(key);
            keep(value);
          });
    } else if (part != null) {
      keepText(part.toString());
    }
  }

  private static Object of(Record object, Method accessor) {
    try {
      return accessor.invoke(object);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + accessor, e);
    }
  }

  @SuppressWarnings("ReferenceEquality") // an equal text that is another object takes memory again
  private void keepText(String text) {
    int slot = text.hashCode() & (RECENT - 1);
    if (recent[slot] == text) {
      return;
    }
    recent[slot] = text;
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

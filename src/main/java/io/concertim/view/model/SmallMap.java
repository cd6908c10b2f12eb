// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * An immutable map by texts, in an order, that takes a fifth of the memory of a {@link
 * java.util.LinkedHashMap}: there are two of them for each device. Null is a value like any other.
 */
public final class SmallMap<V> extends AbstractMap<String, V> {
  /** A larger map stays what it is, since an entry is found by looking at all. */
  private static final int MOST = 256;

  /** Maps of no more entries than this share their keys: the fields of one sort of object. */
  private static final int SAME_KEYS = 8;

  private static final String[][] KEYS = new String[256][];

  private final String[] keys;
  private final Object[] values;

  private SmallMap(String[] keys, Object[] values) {
    this.keys = keys;
    this.values = values;
  }

  /**
   * The same entries in the same order.
   *
   * @return the map itself if it is large or a small one already; null for null
   */
  public static <V> Map<String, V> copyOf(Map<String, V> map) {
    if (map == null || map instanceof SmallMap || map.size() > MOST) {
      return map;
    }
    return new SmallMap<>(
        shared(map.keySet().toArray(new String[0])), map.values().toArray(new Object[0]));
  }

  private static String[] shared(String[] keys) {
    if (keys.length > SAME_KEYS) {
      return keys;
    }
    // Threads may overwrite each other's entries; then keys are not shared, nothing else happens.
    int slot = Arrays.hashCode(keys) & (KEYS.length - 1);
    String[] before = KEYS[slot];
    if (Arrays.equals(keys, before)) {
      return before;
    }
    KEYS[slot] = keys;
    return keys;
  }

  private int find(Object key) {
    for (int i = 0; i < keys.length; i++) {
      if (Objects.equals(keys[i], key)) {
        return i;
      }
    }
    return -1;
  }

  @SuppressWarnings("unchecked") // they were the values of a map of such
  private V value(int at) {
    return (V) values[at];
  }

  @Override
  public V get(Object key) {
    int at = find(key);
    return at < 0 ? null : value(at);
  }

  @Override
  public boolean containsKey(Object key) {
    return find(key) >= 0;
  }

  @Override
  public int size() {
    return keys.length;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super V> action) {
    for (int i = 0; i < keys.length; i++) {
      action.accept(keys[i], value(i));
    }
  }

  @Override
  public Set<Entry<String, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<String, V>> iterator() {
        return new Entries();
      }

      @Override
      public int size() {
        return keys.length;
      }
    };
  }

  private final class Entries implements Iterator<Entry<String, V>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < keys.length;
    }

    @Override
    public Entry<String, V> next() {
      if (next == keys.length) {
        throw new NoSuchElementException();
      }
      return new SimpleImmutableEntry<>(keys[next], value(next++));
    }
  }

  /** Mostly two maps have their entries in the same order. */
  @Override
  public boolean equals(Object other) {
    return other == this
        || (other instanceof SmallMap<?> map
            && Arrays.equals(keys, map.keys)
            && Arrays.equals(values, map.values))
        || super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}

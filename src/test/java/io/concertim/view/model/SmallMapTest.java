// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SmallMapTest {
  private static Map<String, Object> of(Object... entries) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put((String) entries[i], entries[i + 1]);
    }
    return map;
  }

  @Property(tries = 200)
  void isEqualToWhatItWasCopiedOfAndKeepsTheOrder(
      @ForAll @Size(max = 20) List<@IntRange(max = 30) Integer> keys) {
    Map<String, Integer> map = new LinkedHashMap<>();
    keys.forEach(key -> map.put("key " + key, key % 7 == 0 ? null : key));

    Map<String, Integer> small = SmallMap.copyOf(map);

    assertInstanceOf(SmallMap.class, small);
    assertEquals(map, small);
    assertEquals(small, map);
    assertEquals(map.hashCode(), small.hashCode());
    assertEquals(List.copyOf(map.keySet()), List.copyOf(small.keySet()));
    List<String> walked = new ArrayList<>();
    small.forEach((key, value) -> walked.add(key + value));
    assertEquals(map.entrySet().stream().map(e -> e.getKey() + e.getValue()).toList(), walked);
    map.forEach((key, value) -> assertEquals(value, small.get(key)));
    assertFalse(small.containsKey("key 31"));
  }

  @Test
  void mapsWithTheSameEntriesInAnotherOrderAreEqual() {
    Map<String, Object> one = SmallMap.copyOf(of("a", 1, "b", 2));

    assertEquals(one, SmallMap.copyOf(of("b", 2, "a", 1)));
    assertEquals(one.hashCode(), SmallMap.copyOf(of("b", 2, "a", 1)).hashCode());
    assertNotEquals(one, SmallMap.copyOf(of("a", 1, "b", 3)));
    assertNotEquals(one, SmallMap.copyOf(of("a", 1)));
    assertNotEquals(SmallMap.copyOf(of("a", null)), SmallMap.copyOf(of("b", null)));
  }

  @Test
  void nullIsAKeyAndAValueLikeAnyOther() {
    Map<String, Object> small = SmallMap.copyOf(of("a", null, null, 1));

    assertTrue(small.containsKey("a"));
    assertNull(small.get("a"));
    assertEquals(1, small.get(null));
  }

  @Test
  void isNotChangedByWhatItWasCopiedOfNorByItself() {
    Map<String, Object> map = of("a", 1);
    Map<String, Object> small = SmallMap.copyOf(map);
    map.put("b", 2);

    assertEquals(Map.of("a", 1), small);
    assertThrows(UnsupportedOperationException.class, () -> small.put("c", 3));
    assertThrows(UnsupportedOperationException.class, () -> small.remove("a"));
    var entries = small.entrySet().iterator();
    assertThrows(
        UnsupportedOperationException.class, () -> entries.next().setValue("another value"));
    assertThrows(NoSuchElementException.class, entries::next);
  }

  @Test
  void aSmallMapIsNotCopiedAgainAndALargeMapNotAtAll() {
    Map<String, Object> small = SmallMap.copyOf(of("a", 1));
    Map<String, Object> large = of();
    for (int i = 0; i < 1_000; i++) {
      large.put("key " + i, i);
    }

    assertSame(small, SmallMap.copyOf(small));
    assertSame(large, SmallMap.copyOf(large));
    assertNull(SmallMap.copyOf(null));
  }
}

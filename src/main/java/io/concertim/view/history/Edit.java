// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One entry of a list that was added, removed or changed. The edits of a list are made one after
 * the other; undone in the opposite order, they give the list before.
 *
 * @param at the entry's index, after the edits before this one
 * @param id the entry's key, for whoever reads it and as a check
 * @param before the fields that differ, as they were; null if the entry was added
 * @param after the fields that differ, as they are now; null if the entry was removed
 */
record Edit(int at, String id, Map<String, Object> before, Map<String, Object> after) {

  /**
   * The edits that make one list the other. The order of entries, and of the keys of maps in them,
   * counts.
   */
  static <T extends Record> List<Edit> between(List<T> before, List<T> after, ViewPart<T> part) {
    return new Walk<>(before, after, part).edits();
  }

  /** Makes the edit. */
  <T extends Record> void redo(List<T> list, ViewPart<T> part) {
    make(list, part, before, after);
  }

  /** Undoes the edit. */
  <T extends Record> void undo(List<T> list, ViewPart<T> part) {
    make(list, part, after, before);
  }

  private <T extends Record> void make(
      List<T> list, ViewPart<T> part, Map<String, Object> from, Map<String, Object> to) {
    if (at < 0 || at > list.size() - (from == null ? 0 : 1)) {
      throw new IllegalStateException("there is no entry at %d of %d".formatted(at, list.size()));
    }
    if (from != null) {
      check(list.get(at), part);
    }
    if (to == null) {
      list.remove(at);
      return;
    }
    Map<String, Object> fields = from == null ? new HashMap<>() : Fields.of(list.get(at));
    fields.putAll(to);
    T entry = check(Fields.record(part.type(), fields), part);
    if (from == null) {
      list.add(at, entry);
    } else {
      list.set(at, entry);
    }
  }

  private <T extends Record> T check(T entry, ViewPart<T> part) {
    String key = part.key().apply(entry);
    if (!key.equals(id)) {
      throw new IllegalStateException("%s is at %d instead of %s".formatted(key, at, id));
    }
    return entry;
  }

  /** Goes through both lists side by side. */
  private static final class Walk<T extends Record> {
    private final List<T> before;
    private final List<T> after;
    private final ViewPart<T> part;
    private final List<Edit> edits = new ArrayList<>();
    private int was;
    private int is;

    /** How often each key is still to come; null as long as nobody has asked. */
    private Map<String, Integer> keysBefore;

    private Map<String, Integer> keysAfter;

    Walk(List<T> before, List<T> after, ViewPart<T> part) {
      this.before = before;
      this.after = after;
      this.part = part;
    }

    @SuppressWarnings("ReferenceEquality") // most are the very same
    List<Edit> edits() {
      while (was < before.size() && is < after.size()) {
        T earlier = before.get(was);
        T later = after.get(is);
        if (earlier == later || key(earlier).equals(key(later))) {
          change(earlier, later);
        } else if (!comesAfter(key(earlier)) || comesBefore(key(later))) {
          remove(earlier);
        } else {
          add(later);
        }
      }
      while (was < before.size()) {
        remove(before.get(was));
      }
      while (is < after.size()) {
        add(after.get(is));
      }
      return edits;
    }

    private String key(T entry) {
      return part.key().apply(entry);
    }

    @SuppressWarnings("ReferenceEquality") // most are the very same
    private void change(T earlier, T later) {
      List<String> names = earlier == later ? List.of() : Fields.differing(earlier, later);
      if (!names.isEmpty()) {
        edits.add(new Edit(is, key(earlier), Fields.of(earlier, names), Fields.of(later, names)));
      }
      pass(keysBefore, earlier);
      pass(keysAfter, later);
      was++;
      is++;
    }

    private void remove(T earlier) {
      edits.add(new Edit(is, key(earlier), Fields.of(earlier), null));
      pass(keysBefore, earlier);
      was++;
    }

    private void add(T later) {
      edits.add(new Edit(is, key(later), null, Fields.of(later)));
      pass(keysAfter, later);
      is++;
    }

    private boolean comesBefore(String key) {
      keysBefore = keysBefore == null ? keys(before, was) : keysBefore;
      return keysBefore.containsKey(key);
    }

    private boolean comesAfter(String key) {
      keysAfter = keysAfter == null ? keys(after, is) : keysAfter;
      return keysAfter.containsKey(key);
    }

    private Map<String, Integer> keys(List<T> list, int from) {
      Map<String, Integer> keys = new HashMap<>();
      list.subList(from, list.size()).forEach(entry -> keys.merge(key(entry), 1, Integer::sum));
      return keys;
    }

    private void pass(Map<String, Integer> keys, T entry) {
      if (keys != null) {
        keys.computeIfPresent(key(entry), (key, times) -> times == 1 ? null : times - 1);
      }
    }
  }
}

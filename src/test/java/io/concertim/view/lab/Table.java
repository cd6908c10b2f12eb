// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;

/** The rows of one kind in the lab's world, by id, in the order they were added; thread safe. */
public final class Table {
  private final String name;
  private final Object lock;
  private final Map<String, ObjectNode> rows = new LinkedHashMap<>();
  private final Changes changes = new Changes();

  Table(String name, Object lock, JsonNode initial) {
    this.name = name;
    this.lock = lock;
    initial.forEach(row -> rows.put(row.required("id").asText(), (ObjectNode) row));
  }

  /** Copies of all rows. */
  public List<ObjectNode> rows() {
    synchronized (lock) {
      List<ObjectNode> copies = new ArrayList<>(rows.size());
      rows.values().forEach(row -> copies.add(row.deepCopy()));
      return copies;
    }
  }

  /** A copy of the row with this id. */
  public Optional<ObjectNode> find(String id) {
    synchronized (lock) {
      return Optional.ofNullable(rows.get(id)).map(ObjectNode::deepCopy);
    }
  }

  /** A copy of the row with this id; throws {@link NoSuchElementException} when there is none. */
  public ObjectNode get(String id) {
    return find(id).orElseThrow(() -> missing(id));
  }

  public int size() {
    synchronized (lock) {
      return rows.size();
    }
  }

  /** Copies of the rows that have changed at that time or later; the removed ones are missing. */
  List<ObjectNode> changedSince(Instant time) {
    synchronized (lock) {
      return rows().stream().filter(row -> changes.isChangedSince(row, time)).toList();
    }
  }

  /** Copies of the rows that were removed at that time or later. */
  List<ObjectNode> removedSince(Instant time) {
    synchronized (lock) {
      return changes.removedSince(time);
    }
  }

  /** Adds a row, or replaces the one with the same id; it must have an {@code id}. */
  public void add(ObjectNode row) {
    synchronized (lock) {
      changes.changed(row);
      rows.put(row.required("id").asText(), row.deepCopy());
    }
  }

  /** Adds a row written as JSON text, in the format of the data files. */
  public void add(String json) {
    add((ObjectNode) Json.parse(json));
  }

  /** Changes a row in place; throws {@link NoSuchElementException} when there is none. */
  public void change(String id, Consumer<ObjectNode> change) {
    synchronized (lock) {
      ObjectNode row = rows.get(id);
      if (row == null) {
        throw missing(id);
      }
      ObjectNode before = row.deepCopy();
      change.accept(row);
      changes.changed(before, row);
    }
  }

  /** Sets one field of a row to any value that JSON can hold, null included. */
  public void set(String id, String field, Object value) {
    change(id, row -> row.set(field, Json.of(value)));
  }

  /** Removes a row; throws {@link NoSuchElementException} when there is none. */
  public void remove(String id) {
    synchronized (lock) {
      ObjectNode row = rows.remove(id);
      if (row == null) {
        throw missing(id);
      }
      changes.removed(row);
    }
  }

  /** Removes all rows. */
  public void clear() {
    synchronized (lock) {
      rows.clear();
    }
  }

  private NoSuchElementException missing(String id) {
    return new NoSuchElementException("the lab's " + name + " have no row with id " + id);
  }
}

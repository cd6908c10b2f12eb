// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.merge.SharedTexts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * One object of an answer. The readers tolerate fields that some releases leave out, and name the
 * field if a required one is missing. Other fields are ignored.
 */
public final class Row {
  private final JsonNode node;

  public Row(JsonNode node) {
    this.node = node;
  }

  /** The text of a field; null where it is absent, null or empty. Numbers are given as text. */
  public String text(String field) {
    JsonNode value = node.path(field);
    return value.isValueNode() && !value.isNull() && !value.asText().isEmpty()
        ? SharedTexts.of(value.asText())
        : null;
  }

  /**
   * The text of a required field.
   *
   * @throws RowException if it is absent, null or empty
   */
  public String needed(String field) {
    String text = text(field);
    if (text == null) {
      throw new RowException("has no " + field);
    }
    return text;
  }

  /** A whole number, also one written as text; null where there is none. */
  public Integer integer(String field) {
    String text = text(field);
    try {
      return text == null ? null : Integer.valueOf(text.strip());
    } catch (NumberFormatException e) {
      throw new RowException("has no whole number in " + field);
    }
  }

  /**
   * A required whole number.
   *
   * @throws RowException if there is none
   */
  public int neededInteger(String field) {
    needed(field);
    return integer(field);
  }

  /** A number, also one written as text; 0 where there is none. */
  public double decimal(String field) {
    String text = text(field);
    try {
      return text == null ? 0 : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new RowException("has no number in " + field);
    }
  }

  /** A truth value, also one written as text; null where there is none. */
  public Boolean flag(String field) {
    String text = text(field);
    return text == null ? null : Boolean.valueOf(text);
  }

  /** An object inside this one; empty where there is none. */
  public Row row(String field) {
    return new Row(node.path(field));
  }

  /** The objects of a list inside this one; empty if there is none. */
  public List<Row> rows(String field) {
    return StreamSupport.stream(node.path(field).spliterator(), false).map(Row::new).toList();
  }

  /** The lists of an object's fields, by field name, in order. */
  public List<Map.Entry<String, List<Row>>> lists(String field) {
    List<Map.Entry<String, List<Row>>> lists = new ArrayList<>();
    Row inner = row(field);
    inner.node.fieldNames().forEachRemaining(name -> lists.add(Map.entry(name, inner.rows(name))));
    return lists;
  }

  public boolean has(String field) {
    return node.hasNonNull(field);
  }

  /** Whether the field is not there at all, not even as null. */
  public boolean lacks(String field) {
    return !node.has(field);
  }

  public boolean isObject() {
    return node.isObject();
  }

  /** The text of this value itself, or null. */
  public String asText() {
    return node.isValueNode() && !node.isNull() ? node.asText() : null;
  }

  /** A field as plain Java values: text, numbers, booleans, null, lists and maps in order. */
  public Object value(String field) {
    return plain(node.path(field));
  }

  private static Object plain(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> SharedTexts.of(value.textValue());
      case BOOLEAN -> value.booleanValue();
      case OBJECT -> new Row(value).map();
      case ARRAY -> {
        List<Object> items = new ArrayList<>();
        value.forEach(item -> items.add(plain(item)));
        yield items;
      }
      default -> value.numberValue();
    };
  }

  /** The whole object as a map in order; empty where it is no object. */
  public Map<String, Object> map() {
    Map<String, Object> fields = new LinkedHashMap<>();
    node.properties().forEach(field -> fields.put(field.getKey(), plain(field.getValue())));
    return fields;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.concertim.view.history.ViewDelta.Stamp;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.store.StoreJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link ViewDelta} as a line of views.jsonl. What this version of the program does not know is
 * skipped.
 */
final class DeltaLine {
  private static final JsonMapper JSON = StoreJson.MAPPER;
  private static final TypeReference<Map<Source, SourceStatus>> SOURCES = new TypeReference<>() {};

  /** How the fields of each type are read. */
  private static final ClassValue<Map<String, ObjectReader>> READERS =
      new ClassValue<>() {
        @Override
        protected Map<String, ObjectReader> computeValue(Class<?> type) {
          Map<String, ObjectReader> readers = new LinkedHashMap<>();
          Fields.components(type.asSubclass(Record.class))
              .forEach(
                  (name, component) ->
                      readers.put(
                          name, JSON.readerFor(JSON.constructType(component.getGenericType()))));
          return readers;
        }
      };

  private DeltaLine() {}

  /**
   * How a line begins.
   *
   * @param changes how many objects differ
   */
  record Head(Stamp after, Stamp before, int changes) {}

  /** The line, with its line feed. */
  static byte[] of(ViewDelta delta) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("after", delta.after());
    fields.put("before", delta.before());
    fields.put("changes", delta.changes());
    if (delta.sourcesBefore() != null) {
      fields.put("sources_before", delta.sourcesBefore());
      fields.put("sources_after", delta.sourcesAfter());
    }
    fields.putAll(delta.edits());
    byte[] line = JSON.writeValueAsBytes(fields);
    byte[] ended = Arrays.copyOf(line, line.length + 1);
    ended[line.length] = '\n';
    return ended;
  }

  /**
   * How the line begins; the rest is not read.
   *
   * @throws IOException if it is no such line
   */
  static Head head(byte[] line) throws IOException {
    try (JsonParser json = JSON.createParser(line)) {
      return head(json);
    }
  }

  private static Head head(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new JsonParseException(json, "no line of views.jsonl");
    }
    Stamp after = next(json, "after", Stamp.class);
    Stamp before = next(json, "before", Stamp.class);
    return new Head(after, before, next(json, "changes", Integer.class));
  }

  private static <T> T next(JsonParser json, String name, Class<T> type) throws IOException {
    T value = null;
    if (name.equals(json.nextFieldName())) {
      json.nextToken();
      value = JSON.readValue(json, type);
    }
    if (value == null) {
      throw new JsonParseException(json, "no line of views.jsonl: " + name + " is expected");
    }
    return value;
  }

  /**
   * All of the line.
   *
   * @throws IOException if it is no such line
   */
  static ViewDelta parse(byte[] line) throws IOException {
    try (JsonParser json = JSON.createParser(line)) {
      Head head = head(json);
      Map<Source, SourceStatus> sourcesBefore = null;
      Map<Source, SourceStatus> sourcesAfter = null;
      Map<String, List<Edit>> edits = new LinkedHashMap<>();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        ViewPart<?> part = ViewPart.named(name);
        if (name.equals("sources_before")) {
          sourcesBefore = JSON.readValue(json, SOURCES);
        } else if (name.equals("sources_after")) {
          sourcesAfter = JSON.readValue(json, SOURCES);
        } else if (part == null) {
          json.skipChildren();
        } else {
          edits.put(name, edits(json, READERS.get(part.type())));
        }
      }
      return new ViewDelta(head.before, head.after, sourcesBefore, sourcesAfter, edits);
    }
  }

  private static List<Edit> edits(JsonParser json, Map<String, ObjectReader> readers)
      throws IOException {
    List<Edit> edits = new ArrayList<>();
    while (json.nextToken() == JsonToken.START_OBJECT) {
      int at = 0;
      String id = "";
      Map<String, Object> before = null;
      Map<String, Object> after = null;
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        switch (name) {
          case "at" -> at = json.getIntValue();
          case "id" -> id = json.getText();
          case "before" -> before = fields(json, readers);
          case "after" -> after = fields(json, readers);
          default -> json.skipChildren();
        }
      }
      edits.add(new Edit(at, id, before, after));
    }
    return edits;
  }

  /** The fields of an object; null if there is none. */
  private static Map<String, Object> fields(JsonParser json, Map<String, ObjectReader> readers)
      throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      ObjectReader reader = readers.get(name);
      if (reader == null) {
        json.skipChildren();
      } else {
        fields.put(name, reader.readValue(json));
      }
    }
    return fields;
  }
}

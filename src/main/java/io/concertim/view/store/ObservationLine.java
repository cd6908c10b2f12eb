// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * One observation as one line of JSON, in the snapshot and in the journal.
 *
 * <p>{@code {"kind":"SERVER","id":"…","seen":1732270530123456,"fact":{…}}} and a line feed; the
 * keys in this order. {@code seen} is in microseconds since 1970. Without {@code fact}, or with a
 * null one, the object was gone. The fields of a fact are those of its record in snake_case.
 */
public final class ObservationLine {
  /** The key that an observation's line starts with. */
  static final String FIRST_KEY = "kind";

  private static final byte[] START = StoreJson.start(FIRST_KEY);

  private ObservationLine() {}

  /** Whether the line is an observation's, and no other of the same file. */
  static boolean isStartOf(byte[] line) {
    return StoreJson.starts(line, START);
  }

  /** The line, with its line feed. */
  public static byte[] bytes(Observation observation) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    try (JsonGenerator json = StoreJson.MAPPER.createGenerator(line)) {
      write(observation, json);
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toByteArray();
  }

  /** Writes the line without its line feed. */
  static void write(Observation observation, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField(FIRST_KEY, observation.kind().name());
    json.writeStringField("id", observation.id());
    json.writeNumberField("seen", observation.seen());
    if (!observation.isGone()) {
      json.writePOJOField("fact", observation.fact());
    }
    json.writeEndObject();
  }

  /**
   * Reads a line, with or without its line feed.
   *
   * @throws JsonProcessingException if it is not an observation's line
   */
  public static Observation parse(byte[] line) throws IOException {
    try (JsonParser json = StoreJson.MAPPER.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT || !FIRST_KEY.equals(json.nextFieldName())) {
        throw unreadable(json, "an observation starts with its kind");
      }
      Kind kind = kind(json);
      String id = null;
      long seen = -1;
      Fact fact = null;
      for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
        json.nextToken();
        switch (key) {
          case "id" -> id = json.getValueAsString();
          case "seen" -> seen = json.getLongValue();
          case "fact" -> fact = json.readValueAs(kind.type());
          default -> json.skipChildren();
        }
      }
      if (json.currentToken() != JsonToken.END_OBJECT || id == null || seen < 0) {
        throw unreadable(json, "an observation has an id and the time it was seen");
      }
      if (json.nextToken() != null) {
        throw unreadable(json, "more than one object on the line");
      }
      if (!HybridClock.isVersion(seen)) {
        throw unreadable(json, "an observation of the far future");
      }
      if (fact != null && !fact.id().equals(id)) {
        throw unreadable(json, "an observation of one object with the fact of another");
      }
      return new Observation(kind, id, seen, fact);
    }
  }

  private static Kind kind(JsonParser json) throws IOException {
    String name = json.nextTextValue();
    for (Kind kind : Kind.values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    throw unreadable(json, "no kind of fact is called " + name);
  }

  private static JsonProcessingException unreadable(JsonParser json, String reason) {
    return new JsonParseException(json, reason);
  }
}

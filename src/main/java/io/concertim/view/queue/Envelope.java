// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/**
 * A notification as oslo.messaging wraps it: version 1 is the message itself, version 2 has it as
 * text in {@code oslo.message}.
 *
 * @param payload never null or missing
 * @param sent when the service sent it; null where it does not say
 */
public record Envelope(String eventType, JsonNode payload, Instant sent) {
  /** As oslo.messaging writes it, in UTC: {@code 2026-11-24 16:40:00.123456}. */
  private static final DateTimeFormatter SENT =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter(Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** In bytes: a longer body is no notification. */
  public static final int LONGEST_BODY = 1 << 20;

  /** Longer than any id, state or address, and than the identity of any stack. */
  private static final int LONGEST_TEXT = 1024;

  private static final int LONGEST_TYPE = 255;
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(100)
                      .maxStringLength(LONGEST_BODY)
                      .build())
              .build());

  /**
   * The type of a message. Nothing else is looked at: live tokens travel in bodies (openstack.md,
   * "The bus").
   *
   * @throws MalformedNotificationException if it is no notification
   */
  static String eventType(byte[] body) {
    try {
      return eventTypeOf(message(body));
    } catch (IOException e) {
      throw notJson(e);
    }
  }

  /**
   * Opens a message.
   *
   * @throws MalformedNotificationException if it is no notification
   */
  static Envelope open(byte[] body) {
    try {
      byte[] message = message(body);
      String type = eventTypeOf(message);
      JsonNode whole = JSON.readTree(message);
      JsonNode payload = whole.path("payload");
      if (!payload.isObject()) {
        throw new MalformedNotificationException("the payload of " + type + " is no object");
      }
      return new Envelope(type, payload, sent(whole.path("timestamp").asText()));
    } catch (IOException e) {
      throw notJson(e);
    }
  }

  /** Without the cause: its message may quote the body. */
  private static MalformedNotificationException notJson(IOException e) {
    return new MalformedNotificationException(
        "it is not JSON in UTF-8 (" + e.getClass().getSimpleName() + ")");
  }

  /** What an envelope of version 2 holds; one of version 1 is the message itself. */
  private static byte[] message(byte[] body) throws IOException {
    if (body.length > LONGEST_BODY) {
      throw new MalformedNotificationException(
          "the body has " + body.length + " bytes, more than " + LONGEST_BODY);
    }
    String wrapped = field(body, "oslo.message");
    return wrapped == null ? body : wrapped.getBytes(StandardCharsets.UTF_8);
  }

  private static String eventTypeOf(byte[] message) throws IOException {
    String type = field(message, "event_type");
    if (type == null || type.isEmpty() || type.length() > LONGEST_TYPE) {
      throw new MalformedNotificationException(
          "it has no event_type that is a text of up to " + LONGEST_TYPE + " characters");
    }
    return type;
  }

  private static Instant sent(String text) {
    try {
      return text.isEmpty() ? null : Instant.from(SENT.parse(text));
    } catch (DateTimeException e) {
      return null; // it only tells how long the change took to be seen
    }
  }

  /** A field of the outermost object; null if it is not there or is no text. */
  private static String field(byte[] json, String name) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedNotificationException("it is no JSON object");
      }
      for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
        if (field.equals(name)) {
          return parser.nextTextValue();
        }
        parser.nextToken();
        parser.skipChildren();
      }
      return null;
    }
  }

  /** The text at a JSON pointer into the payload; null if it is not there, or far too long. */
  String text(String pointer) {
    return textAt(payload, pointer);
  }

  /** The text at a JSON pointer into a part of the payload; null as {@link #text}'s. */
  static String textAt(JsonNode part, String pointer) {
    JsonNode value = part.at(pointer);
    return value.isTextual()
            && !value.textValue().isEmpty()
            && value.textValue().length() <= LONGEST_TEXT
        ? value.textValue()
        : null;
  }

  /** Whether it is one of Nova's versioned notifications. */
  boolean isVersioned() {
    return payload.has("nova_object.data");
  }

  /**
   * The first of these that is there.
   *
   * @throws MalformedNotificationException if none is
   */
  String needed(String... pointers) {
    return neededAt(payload, pointers);
  }

  /**
   * The first of these that is there in a part of the payload.
   *
   * @throws MalformedNotificationException if none is
   */
  String neededAt(JsonNode part, String... pointers) {
    for (String pointer : pointers) {
      String text = textAt(part, pointer);
      if (text != null) {
        return text;
      }
    }
    throw new MalformedNotificationException(
        "the payload of " + eventType + " has no " + String.join(" or ", pointers));
  }

  boolean isType(String prefix) {
    return eventType.startsWith(prefix + ".");
  }

  boolean ends(String suffix) {
    return eventType.endsWith("." + suffix);
  }
}

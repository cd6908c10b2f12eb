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
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A notification as oslo.messaging wraps it: version 1 is the message itself, version 2 has it as
 * text in {@code oslo.message}.
 *
 * @param payload never null or missing
 * @param sent when the service sent it; null where it does not say
 */
record Envelope(String eventType, JsonNode payload, Instant sent) {
  /** As oslo.messaging writes it, in UTC: {@code 2026-11-24 16:40:00.123456}. */
  private static final DateTimeFormatter SENT =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter(Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final int LONGEST_BODY = 1 << 20;
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
   * Opens a message. Of a type that does not matter nothing but the type is looked at: live tokens
   * travel in bodies (openstack.md, "The bus").
   *
   * @param matters whether a type of event matters
   * @return nothing if it does not
   * @throws MalformedNotificationException if it is none
   */
  static Optional<Envelope> open(byte[] body, Predicate<String> matters) {
    if (body.length > LONGEST_BODY) {
      throw new MalformedNotificationException(
          "the body has " + body.length + " bytes, more than " + LONGEST_BODY);
    }
    try {
      String wrapped = field(body, "oslo.message");
      byte[] message = wrapped == null ? body : wrapped.getBytes(StandardCharsets.UTF_8);
      String type = field(message, "event_type");
      if (type == null || type.isEmpty()) {
        throw new MalformedNotificationException("it has no event_type that is a text");
      }
      if (!matters.test(type)) {
        return Optional.empty();
      }
      JsonNode whole = JSON.readTree(message);
      JsonNode payload = whole.path("payload");
      if (!payload.isObject()) {
        throw new MalformedNotificationException("the payload of " + type + " is no object");
      }
      return Optional.of(new Envelope(type, payload, sent(whole.path("timestamp").asText())));
    } catch (IOException e) {
      // Without the cause: its message may quote the body.
      throw new MalformedNotificationException(
          "it is not JSON in UTF-8 (" + e.getClass().getSimpleName() + ")");
    }
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

  /** The text at a JSON pointer into the payload; null if it is not there. */
  String text(String pointer) {
    JsonNode value = payload.at(pointer);
    return value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
  }

  /**
   * The first of these that is there.
   *
   * @throws MalformedNotificationException if none is
   */
  String needed(String... pointers) {
    for (String pointer : pointers) {
      String text = text(pointer);
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

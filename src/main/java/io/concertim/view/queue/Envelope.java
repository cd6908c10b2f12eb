package io.concertim.view.queue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A notification as oslo.messaging wraps it: version 1 is the message itself, version 2 has it as
 * text in {@code oslo.message}.
 *
 * @param payload never null or missing
 */
record Envelope(String eventType, JsonNode payload) {
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
      JsonNode payload = JSON.readTree(message).path("payload");
      if (!payload.isObject()) {
        throw new MalformedNotificationException("the payload of " + type + " is no object");
      }
      return Optional.of(new Envelope(type, payload));
    } catch (IOException e) {
      // Without the cause: its message may quote the body.
      throw new MalformedNotificationException(
          "it is not JSON in UTF-8 (" + e.getClass().getSimpleName() + ")");
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

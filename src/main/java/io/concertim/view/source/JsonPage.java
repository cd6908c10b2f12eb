package io.concertim.view.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Reads one page of a list as a stream, one row in memory at a time: a bare array, or an object
 * with one array of rows and, where there are more pages, a link with {@code rel} next.
 */
public final class JsonPage {
  private static final JsonFactory JSON = new ObjectMapper().getFactory();

  private JsonPage() {}

  /**
   * Hands every row on.
   *
   * @return where the next page is, as the server wrote it, or null on the last page
   * @throws IOException if the body is not JSON, or ends too early
   */
  public static String read(InputStream body, Consumer<JsonNode> row) throws IOException {
    String next = null;
    boolean rows = false;
    try (JsonParser parser = JSON.createParser(body)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY) {
        readRows(parser, row);
        rows = true;
      } else if (first == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String field = parser.currentName();
          if (field.equals("links") || field.endsWith("_links")) {
            parser.nextToken();
            next = next(parser.readValueAsTree());
          } else if (parser.nextToken() == JsonToken.START_ARRAY) {
            readRows(parser, row);
            rows = true;
          } else {
            parser.skipChildren();
          }
        }
      }
      if (!rows) {
        throw new NoListException("the answer holds no list");
      }
    }
    return next;
  }

  private static void readRows(JsonParser parser, Consumer<JsonNode> row) throws IOException {
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      row.accept(parser.readValueAsTree());
    }
    if (parser.currentToken() != JsonToken.END_ARRAY) {
      throw new NoListException("the list holds something that is no object");
    }
  }

  /** Keystone has {@code links.next}; the others an array of links with {@code rel} and href. */
  private static String next(JsonNode links) {
    if (links.isObject()) {
      return links.path("next").textValue();
    }
    for (JsonNode link : links) {
      if (link.path("rel").asText().equals("next")) {
        return link.path("href").textValue();
      }
    }
    return null;
  }
}

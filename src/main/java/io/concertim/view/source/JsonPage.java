// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.source.http.AnswerJson;
import io.concertim.view.source.http.Bounds;
import io.concertim.view.source.http.NoListException;
import io.concertim.view.source.http.RowParserBounds;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Reads one page of a list as a stream, one row in memory at a time: a bare array, or an object
 * with one array of rows and, where there are more pages, a link with {@code rel} next.
 */
public final class JsonPage {
  private static final JsonFactory JSON = AnswerJson.LIST.getFactory();

  private JsonPage() {}

  /**
   * Passes every row to the consumer.
   *
   * @return the link to the next page, as the server wrote it; null on the last page
   * @throws IOException if the body is not JSON, or ends too early
   */
  public static String read(InputStream body, Consumer<JsonNode> row) throws IOException {
    return read(body, row, () -> {});
  }

  /**
   * The same, with an observer of a list that the server has cut.
   *
   * @param cut is called where the page says so, as Keystone's {@code "truncated": true} does, and
   *     no other page follows
   */
  public static String read(InputStream body, Consumer<JsonNode> row, Runnable cut)
      throws IOException {
    String next = null;
    boolean truncated = false;
    boolean rows = false;
    try (RowParserBounds parser = new RowParserBounds(JSON.createParser(body), Bounds.OURS)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY) {
        readRows(parser, row);
        rows = true;
      } else if (first == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String field = parser.currentName();
          if (field.equals("links") || field.endsWith("_links")) {
            parser.nextToken();
            next = next(parser.value());
          } else if (parser.nextToken() == JsonToken.START_ARRAY) {
            readRows(parser, row);
            rows = true;
          } else if (field.equals("truncated")) {
            truncated = parser.currentToken() == JsonToken.VALUE_TRUE;
          } else {
            parser.skipChildren();
          }
        }
      }
      if (!rows) {
        throw new NoListException("the answer holds no list");
      }
    }
    if (truncated && next == null) {
      cut.run();
    }
    return next;
  }

  private static void readRows(RowParserBounds parser, Consumer<JsonNode> row) throws IOException {
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      row.accept(parser.value());
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

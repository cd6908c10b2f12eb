// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.time.Duration.ZERO;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concertim.view.lab.Fault;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Ways in which a list goes wrong, and whether the source can be believed all the same. */
@SuppressWarnings("ImmutableEnumChecker") // a fault is never changed, but holds a function
enum ListFault {
  CLOSED_WITHOUT_ANSWER(Fault.drop(), Then.STALE, "the connection broke"),
  NO_ANSWER_IN_TIME(Fault.hang(), Then.STALE, "no answer in time"),
  SLOW_DRIP(Fault.drip(Duration.ofMillis(100)), Then.STALE, "not read in time"),
  BAD_REQUEST(Fault.status(400), Then.STALE, "answered 400"),
  REFUSED_AGAIN_AND_AGAIN(Fault.status(401), Then.STALE, "answered 401"),
  FORBIDDEN(Fault.status(403), Then.STALE, "answered 403"),
  LIST_NOT_FOUND(Fault.status(404), Then.STALE, "answered 404"),
  NOT_FOUND_BY_A_PROXY(Fault.proxyPage(404), Then.STALE, "answered 404"),
  CONFLICT(Fault.status(409), Then.STALE, "answered 409"),
  TOO_MANY_REQUESTS(Fault.status(429).withRetryAfter(0), Then.STALE, "answered 429"),
  BROKEN_INSIDE(Fault.status(500), Then.STALE, "answered 500"),
  BAD_GATEWAY_IN_HTML(Fault.proxyPage(502), Then.STALE, "answered 502"),
  UNAVAILABLE(Fault.status(503), Then.STALE, "answered 503"),
  CUT_IN_THE_BODY(Fault.truncate(), Then.STALE, "the connection broke"),
  HALF_JSON(Fault.halfJson(), Then.STALE, "not complete JSON"),
  MALFORMED_JSON(Fault.rewritten(body -> "{]" + body), Then.STALE, "not complete JSON"),
  ANOTHER_OBJECT(Fault.rewritten(body -> "{\"version\": 3}"), Then.STALE, "holds no list"),
  A_NUMBER(Fault.rewritten(body -> "42"), Then.STALE, "holds no list"),
  EMPTY_BODY(Fault.rewritten(body -> ""), Then.STALE, "holds no list"),
  HTML_WITH_STATUS_200(Fault.notJson(), Then.STALE, "not complete JSON"),
  DEEPLY_NESTED(
      Fault.rewritten(body -> "{\"x\":[{\"y\":" + "[".repeat(5000) + "]".repeat(5000) + "}]}"),
      Then.STALE,
      "not complete JSON"),
  REDIRECTED_ON_THE_SAME_HOST(Fault.redirect("/elsewhere"), Then.STALE, "redirected to"),
  PAGE_LINK_THAT_LOOPS(
      Fault.rewritten(ListFault::withNextPage).and("X-Killbill-Pagination-NextPageUri", "?loop=1"),
      Then.STALE,
      "names a page again"),
  NULL_INSTEAD_OF_A_ROW(edited(rows -> rows.setNull(0)), Then.STALE, "no object"),
  EMPTY_LIST(edited(ArrayNode::removeAll), Then.COMPLETE, null),
  LACKS_A_ROW(edited(rows -> rows.remove(0)), Then.COMPLETE, null),
  EVERY_ROW_TWICE(edited(rows -> rows.addAll(rows.deepCopy())), Then.COMPLETE, null),
  ROW_WITHOUT_ID(edited(rows -> clear(rows, "id", "accountId")), Then.COMPLETE, null),
  EVERY_FIELD_NULL(edited(rows -> clearAll((ObjectNode) rows.get(0))), Then.EITHER, null),
  ANOTHER_CONTENT_TYPE(
      Fault.withHeader("Content-Type", "application/octet-stream"), Then.COMPLETE, null),
  CLOCK_AN_HOUR_AHEAD(Fault.clockSkew(Duration.ofHours(1)), Then.COMPLETE, null),
  CLOCK_AN_HOUR_BEHIND(Fault.clockSkew(Duration.ofHours(-1)), Then.COMPLETE, null),
  A_LITTLE_LATE(Fault.delay(ZERO.plusMillis(20)), Then.COMPLETE, null);

  /** What the source is afterwards. */
  enum Then {
    STALE,
    COMPLETE,
    EITHER
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Fault fault;
  private final Then then;
  private final String reason;

  ListFault(Fault fault, Then then, String reason) {
    this.fault = fault;
    this.then = then;
    this.reason = reason;
  }

  Fault fault() {
    return fault;
  }

  Then then() {
    return then;
  }

  /** What the source's reason must hold; null where it stays complete. */
  String reason() {
    return reason;
  }

  private static void clear(ArrayNode rows, String... fields) {
    for (String field : fields) {
      ((ObjectNode) rows.get(0)).putNull(field);
    }
  }

  private static void clearAll(ObjectNode row) {
    row.fieldNames().forEachRemaining(field -> row.putNull(field));
  }

  /** A first page's link to itself with another marker, always the same one. */
  private static String withNextPage(String body) {
    JsonNode tree = read(body);
    if (tree instanceof ObjectNode object) {
      if (object.has("projects")) {
        object.putObject("links").put("next", "http://127.0.0.1/?loop=1");
      } else {
        String name = object.has("stacks") ? "links" : object.fieldNames().next() + "_links";
        object
            .putArray(name)
            .addObject()
            .put("rel", "next")
            .put("href", "http://127.0.0.1/?loop=1");
      }
    }
    return tree.toString();
  }

  static Fault edited(Consumer<ArrayNode> edit) {
    return Fault.rewritten(
        body -> {
          JsonNode tree = read(body);
          if (tree instanceof ArrayNode rows) {
            edit.accept(rows);
          } else {
            list((ObjectNode) tree).ifPresent(edit);
          }
          return tree.toString();
        });
  }

  /** The rows; nothing in an answer about one object. */
  private static Optional<ArrayNode> list(ObjectNode object) {
    return object.properties().stream()
        .filter(field -> field.getValue() instanceof ArrayNode && !field.getKey().endsWith("links"))
        .map(field -> (ArrayNode) field.getValue())
        .findFirst();
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}

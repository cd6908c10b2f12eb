// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a record, in the two forms in which the portal says so. */
final class PortalErrors {
  private record Invalid(String field, String message, ObjectNode detail) {}

  private final List<Invalid> all = new ArrayList<>();

  void addAll(PortalErrors others) {
    all.addAll(others.all);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  void blank(String field) {
    add(field, "can't be blank", Json.object("error", "blank"));
  }

  void taken(String field) {
    add(field, "has already been taken", Json.object("error", "taken"));
  }

  void tooLong(String field, int most) {
    add(
        field,
        "is too long (maximum is " + most + " characters)",
        Json.object("error", "too_long", "count", most));
  }

  void format(String field, String message, JsonNode value) {
    add(field, message, Json.object("error", "invalid", "value", value));
  }

  void notANumber(String field, JsonNode value) {
    add(field, "is not a number", Json.object("error", "not_a_number", "value", value));
  }

  void notGreaterThan0(String field, Object value) {
    add(
        field,
        "must be greater than 0",
        Json.object("error", "greater_than", "value", value, "count", 0));
  }

  void notIncluded(String field, List<String> permitted, JsonNode value) {
    add(
        field,
        "is not included in the list",
        Json.object("error", "inclusion", "permitted", permitted, "value", value));
  }

  /** A message of the portal's own. */
  void add(String field, String message) {
    add(field, message, Json.object("error", message));
  }

  private void add(String field, String message, ObjectNode detail) {
    all.add(new Invalid(field, message, detail));
  }

  /** Each field with its messages. */
  ObjectNode messages() {
    ObjectNode messages = Json.object();
    all.forEach(error -> messages.withArrayProperty(error.field()).add(error.message()));
    return messages;
  }

  /** Each field with its errors as objects, as {@code POST /nodes} gives them. */
  ObjectNode details() {
    ObjectNode details = Json.object();
    all.forEach(error -> details.withArrayProperty(error.field()).add(error.detail()));
    return details;
  }
}

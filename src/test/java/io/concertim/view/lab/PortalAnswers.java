// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The portal's answers that are not rows, in its words. */
final class PortalAnswers {
  /** The type of what Rails answers before the portal's own code comes to it. */
  static final String RAILS_OWN = "application/json; charset=UTF-8";

  private static final String TYPE = "application/json; charset=utf-8";

  private PortalAnswers() {}

  static Answer json(int status, JsonNode body) {
    return Answer.of(status, TYPE, body.toString());
  }

  /** A path that the portal does not have says nothing about an object, though it may look so. */
  static Answer unknownPath() {
    return Answer.of(404, RAILS_OWN, Json.object("status", 404, "error", "Not Found").toString());
  }

  /** The record of a path that the portal has is not there. */
  static Answer notFound() {
    return json(404, Json.object("errors", Json.object("record", List.of("Not found"))));
  }

  static Answer forbidden() {
    return failed(403, "Not Authorized", "You are not authorized to access this page.");
  }

  static Answer unauthorized(String reason) {
    return json(401, Json.object("error", reason));
  }

  static Answer missing(String parameter) {
    return json(
        400,
        Json.object(
            "status", 400, "error", "param is missing or the value is empty: " + parameter));
  }

  static Answer brokenJson() {
    return Answer.of(400, RAILS_OWN, Json.object("status", 400, "error", "Bad Request").toString());
  }

  /** An exception that nobody caught. */
  static Answer failed(String title, String description) {
    return failed(500, title, description);
  }

  private static Answer failed(int status, String title, String description) {
    ObjectNode error =
        Json.object("status", Integer.toString(status), "title", title, "description", description);
    return json(status, Json.object("errors", Json.array(List.of(error))));
  }

  static Answer tooLong() {
    return failed(
        "ActiveRecord::ValueTooLong",
        "PG::StringDataRightTruncation: ERROR:  value too long for type character varying(255)\n");
  }

  static Answer nullByte() {
    return failed("ArgumentError", "string contains null byte");
  }

  static Answer nullByteInJson() {
    return failed(
        "ActiveRecord::StatementInvalid",
        "PG::UntranslatableCharacter: ERROR:  unsupported Unicode escape sequence\n");
  }

  static Answer unknownAttribute(String name, String type) {
    return failed(
        "ActiveModel::UnknownAttributeError",
        "unknown attribute '"
            + name
            + "' for "
            + type
            + ".\n\n          raise UnknownAttributeError.new(self, k.to_s)\n          ^^^^^");
  }

  /** After the change was saved: a cost in the rack does not fit what the page is sent. */
  static Answer brokenBroadcast() {
    return failed(
        "RuntimeError",
        "Array is not a valid input stream.  It must walk \nlike either a String, an IO, or a"
            + " Source.");
  }

  /** Wherever a device is loaded whose type is no class of the portal. */
  static Answer noClass(String title, String type) {
    return failed(
        title,
        "The single-table inheritance mechanism failed to locate the subclass: '"
            + type
            + "'. This error is raised because the column 'type' is reserved for storing the class"
            + " in case of inheritance. Please rename this column if you didn't intend it to be"
            + " used for storing the inheritance class or overwrite Device.inheritance_column to"
            + " use another column for that information.");
  }
}

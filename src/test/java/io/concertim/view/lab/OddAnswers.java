// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Answers that real systems give and that are easily misread, for {@link Faults#fail}: the words
 * are those of the systems' own source or of recordings.
 */
public final class OddAnswers {
  private OddAnswers() {}

  /**
   * Heat, for the detail or the resources of a stack that it lists: the plug-in of one of its
   * resources was removed.
   */
  public static Fault resourceTypeGone(String type) {
    return heat(404, "EntityNotFound", "The Resource Type (" + type + ") could not be found.");
  }

  /** Heat, for a stack that it does not have (any more). */
  public static Fault stackGone(String stack) {
    return heat(404, "EntityNotFound", "The Stack (" + stack + ") could not be found.");
  }

  /** Heat, where the policy forbids one of the stack's resource types. */
  public static Fault resourceTypeForbidden() {
    return heat(403, "Forbidden", "You are not authorized to use ResourceTypes.");
  }

  /** Nova, for a path that it does not have, in the form in which it answers for an object. */
  public static Fault novaPathUnknown() {
    return item("itemNotFound", 404, "The resource could not be found.");
  }

  /** Nova, for a server that it does not have (any more). */
  public static Fault serverGone(String id) {
    return item("itemNotFound", 404, "Instance " + id + " could not be found.");
  }

  /** Nova, where its policy forbids a call. */
  public static Fault novaForbidden(String rule) {
    return item("forbidden", 403, "Policy doesn't allow " + rule + " to be performed.");
  }

  /** Cinder, for a volume that it does not have (any more). */
  public static Fault volumeGone(String id) {
    return item("itemNotFound", 404, "Volume " + id + " could not be found.");
  }

  /** Neutron, for a network that it does not have (any more). */
  public static Fault networkGone(String id) {
    return neutron("NetworkNotFound", "Network " + id + " could not be found.");
  }

  /** Neutron, for a path that it does not have. */
  public static Fault neutronPathUnknown() {
    return neutron("HTTPNotFound", "The resource could not be found.");
  }

  /** Keystone, for an object of this kind ("project", "user") that it does not have. */
  public static Fault keystoneGone(String kind, String id) {
    ObjectNode error =
        Json.object(
            "code",
            404,
            "title",
            "Not Found",
            "message",
            "Could not find " + kind + ": " + id + ".");
    return Fault.status(404).withBody(Json.object("error", error).toString());
  }

  /** The portal, for a path that it does not have, which is so for {@code GET /teams/ID} too. */
  public static Fault portalPathUnknown() {
    return Fault.status(404).withBody(Json.object("status", 404, "error", "Not Found").toString());
  }

  /** The portal, for a rack or device that it does not have (any more). */
  public static Fault portalRecordGone() {
    return Fault.status(404).withBody("{\"errors\":{\"record\":[\"Not found\"]}}");
  }

  /** Keystone's {@code list_limit}: the first rows only, and no link to the rest. */
  public static Fault truncatedTo(int rows) {
    return Fault.rewritten(
        body -> {
          ObjectNode list = (ObjectNode) Json.parse(body);
          for (JsonNode value : list) {
            if (value instanceof ArrayNode all) {
              while (all.size() > rows) {
                all.remove(rows);
              }
            }
          }
          return list.put("truncated", true).toString();
        });
  }

  private static Fault heat(int status, String type, String message) {
    String title = status == 404 ? "Not Found" : "Forbidden";
    String explanation =
        status == 404 ? "The resource could not be found." : "Access was denied to this resource.";
    return Fault.status(status)
        .withBody(FakeHeat.refusal(status, title, explanation, type, message).body());
  }

  private static Fault item(String kind, int status, String message) {
    return Fault.status(status).withBody(OpenStackService.fault(status, kind, message).body());
  }

  private static Fault neutron(String type, String message) {
    return Fault.status(404).withBody(FakeNeutron.refusal(404, type, message).body());
  }
}

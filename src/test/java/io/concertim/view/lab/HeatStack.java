// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One stack as Heat knows it, top or nested. Parent and parent resource are null for a top stack.
 */
record HeatStack(
    ObjectNode row,
    String id,
    String name,
    String project,
    String owner,
    HeatStack parent,
    String parentResource,
    String created,
    JsonNode resources) {

  /** Every stack of these top stacks, the newest first and nested ones before their parents. */
  static List<HeatStack> all(List<ObjectNode> tops) {
    List<HeatStack> stacks = new ArrayList<>();
    tops.forEach(top -> top(top).collect(stacks));
    Collections.reverse(stacks);
    return stacks;
  }

  private static HeatStack top(ObjectNode row) {
    return new HeatStack(
        row,
        row.path("id").asText(),
        row.path("name").asText(),
        row.path("project").asText(),
        row.path("owner").asText("CM_anna"),
        null,
        null,
        row.path("created").asText("2026-11-22T08:13:30Z"),
        row.path("resources"));
  }

  private HeatStack nested(ObjectNode resource) {
    String nestedId = resource.path("id").asText();
    String resourceName = resource.path("name").asText();
    return new HeatStack(
        resource,
        nestedId,
        name + "-" + resourceName + "-" + nestedId.substring(nestedId.length() - 6),
        project,
        owner,
        this,
        resourceName,
        created,
        resource.path("nested"));
  }

  private void collect(List<HeatStack> stacks) {
    stacks.add(this);
    resources.forEach(
        resource -> {
          if (resource.has("nested")) {
            nested((ObjectNode) resource).collect(stacks);
          }
        });
  }

  /** The resources down to {@code depth} levels of nesting, level by level as Heat lists them. */
  List<Member> members(int depth) {
    List<Member> members = new ArrayList<>();
    List<HeatStack> level = List.of(this);
    for (int i = 0; i <= depth && !level.isEmpty(); i++) {
      List<HeatStack> below = new ArrayList<>();
      for (HeatStack stack : level) {
        for (JsonNode resource : stack.resources) {
          HeatStack nested = resource.has("nested") ? stack.nested((ObjectNode) resource) : null;
          members.add(new Member(stack, (ObjectNode) resource, nested));
          if (nested != null) {
            below.add(nested);
          }
        }
      }
      level = below;
    }
    return members;
  }

  /** A resource, the stack it is in, and the nested stack it is (or null). */
  record Member(HeatStack stack, ObjectNode row, HeatStack nested) {}
}

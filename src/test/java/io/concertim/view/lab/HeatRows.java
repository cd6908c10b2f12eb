// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Stacks and resources of the world in the form in which Heat shows them. */
final class HeatRows {
  private HeatRows() {}

  static String url(Call call, HeatStack stack) {
    return call.base() + "/v1/" + stack.project() + "/stacks/" + stack.name() + "/" + stack.id();
  }

  /** A row of the list of stacks; only an admin sees the project. */
  static ObjectNode listed(Call call, HeatStack stack, boolean withProject) {
    ObjectNode row = common(Shapes.of("stack"), call, stack);
    row.put("project", stack.project());
    if (!withProject) {
      row.remove("project");
    }
    return Shapes.fill(row, stack.row(), "tags");
  }

  static ObjectNode detail(Call call, HeatStack stack) {
    ObjectNode row = common(Shapes.of("stack_detail"), call, stack);
    ObjectNode parameters =
        Json.object(
            "OS::stack_id", stack.id(),
            "OS::project_id", stack.project(),
            "OS::stack_name", stack.name());
    if (stack.row().path("parameters") instanceof ObjectNode own) {
      parameters.setAll(own);
    }
    row.set("parameters", parameters);
    row.put("description", stack.row().path("description").asText());
    row.put("template_description", stack.row().path("description").asText());
    return Shapes.fill(row, stack.row(), "tags");
  }

  static ObjectNode resource(Call call, HeatStack.Member member) {
    ObjectNode row = Shapes.of("resource");
    ObjectNode own = member.row();
    String name = own.path("name").asText();
    String stack = url(call, member.stack());
    List<JsonNode> links = new ArrayList<>();
    links.add(link(stack + "/resources/" + name, "self"));
    links.add(link(stack, "stack"));
    if (member.nested() != null) {
      links.add(link(url(call, member.nested()), "nested"));
    }
    row.put("resource_name", name);
    row.put("logical_resource_id", name);
    row.put("creation_time", member.stack().created());
    row.put("updated_time", own.path("updated").asText(member.stack().created()));
    row.set("physical_resource_id", own.get("id"));
    row.put("resource_status", own.path("status").asText("CREATE_COMPLETE"));
    row.put("resource_status_reason", own.path("reason").asText("state changed"));
    row.set("resource_type", own.get("type"));
    row.set("links", Json.array(links));
    if (member.stack().parentResource() != null) {
      row.put("parent_resource", member.stack().parentResource());
    }
    return Shapes.fill(row, own, "required_by");
  }

  static Answer redirect(String location) {
    String page =
        """
        <html>
         <head>
          <title>302 Found</title>
         </head>
         <body>
          <h1>302 Found</h1>
          The resource was found at <a href="%1$s">%1$s</a>;
        you should be redirected automatically.
         </body>
        </html>
        """;
    return Answer.of(302, "text/html; charset=UTF-8", page.formatted(location))
        .with("Location", location);
  }

  private static ObjectNode common(ObjectNode row, Call call, HeatStack stack) {
    String status = stack.row().path("status").asText("CREATE_COMPLETE");
    String reason = "Stack " + status.replace("_COMPLETE", " completed successfully");
    row.put("id", stack.id());
    row.set("links", linksOf(call, stack));
    row.put("stack_name", stack.name());
    row.put("stack_status", status);
    row.put("stack_status_reason", stack.row().path("reason").asText(reason));
    row.put("creation_time", stack.created());
    row.set("updated_time", stack.row().get("updated"));
    row.put("stack_owner", stack.owner());
    row.put("parent", stack.parent() == null ? null : stack.parent().id());
    return row;
  }

  private static ArrayNode linksOf(Call call, HeatStack stack) {
    return Json.array(List.of(link(url(call, stack), "self")));
  }

  private static ObjectNode link(String href, String rel) {
    return Json.object("href", href, "rel", rel);
  }
}

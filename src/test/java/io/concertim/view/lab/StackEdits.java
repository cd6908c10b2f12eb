// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;

/** Changes of stacks as Heat makes them: stamped, and with what the resources stand for. */
final class StackEdits {
  private final World world;
  private final Map<String, Table> owned;

  StackEdits(World world) {
    this.world = world;
    this.owned =
        Map.of(
            "OS::Nova::Server", world.servers(),
            "OS::Cinder::Volume", world.volumes(),
            "OS::Neutron::Net", world.networks(),
            "OS::Nova::ServerGroup", world.serverGroups());
  }

  /** Changes a stack's resources; it and the stacks around it become UPDATE_COMPLETE, now. */
  void change(String stackId, Consumer<ArrayNode> change) {
    world.together(
        () -> {
          for (ObjectNode stack : world.stacks().rows()) {
            List<ObjectNode> holders = new ArrayList<>();
            if (holds(stack, stackId, holders)) {
              change.accept(resourcesOf(holders.get(0)));
              String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
              holders.forEach(holder -> holder.put("updated", now));
              holders.forEach(holder -> holder.put("status", "UPDATE_COMPLETE"));
              world.stacks().add(stack);
              return;
            }
          }
          throw new NoSuchElementException("the lab has no stack with id " + stackId);
        });
  }

  /** Fills {@code holders} with the stack of this id and those around it, the innermost first. */
  private static boolean holds(ObjectNode stack, String id, List<ObjectNode> holders) {
    boolean found = stack.path("id").asText().equals(id);
    for (JsonNode resource : resourcesOf(stack)) {
      found = found || (resource.has("nested") && holds((ObjectNode) resource, id, holders));
    }
    if (found) {
      holders.add(stack);
    }
    return found;
  }

  private static ArrayNode resourcesOf(ObjectNode stack) {
    return stack.withArrayProperty(stack.has("nested") ? "nested" : "resources");
  }

  /** Removes the resource of this name and what it made. */
  void remove(ArrayNode resources, String name) {
    for (Iterator<JsonNode> each = resources.elements(); each.hasNext(); ) {
      JsonNode resource = each.next();
      if (resource.path("name").asText().equals(name)) {
        each.remove();
        removeOwned(resource);
        return;
      }
    }
    throw new NoSuchElementException("the stack has no resource " + name);
  }

  void delete(String stackId) {
    world.together(
        () -> {
          world.stacks().get(stackId).path("resources").forEach(this::removeOwned);
          world.stacks().remove(stackId);
        });
  }

  private void removeOwned(JsonNode resource) {
    resource.path("nested").forEach(this::removeOwned);
    String id = resource.path("id").asText();
    Optional.ofNullable(owned.get(resource.path("type").asText()))
        .filter(table -> table.find(id).isPresent())
        .ifPresent(table -> table.remove(id));
  }
}

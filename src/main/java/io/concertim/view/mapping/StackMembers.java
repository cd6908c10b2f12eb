package io.concertim.view.mapping;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.ServerGroup;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackResource;
import io.concertim.view.model.layer.StackResources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which servers, volumes and networks belong to a stack (semantics.md section 6). */
final class StackMembers {
  private final Layers layers;
  private final Set<String> listed = new HashSet<>();

  StackMembers(Layers layers) {
    this.layers = layers;
    for (StackResources tree : layers.facts(StackResources.class)) {
      if (layers.fact(Stack.class, tree.id()).isPresent()) {
        tree.resources().forEach(resource -> listed.add(resource.physicalId()));
      }
    }
  }

  /** Whether the suite made this project: its name begins with {@code CM_}. */
  boolean isManaged(String projectId) {
    return layers.fact(Project.class, projectId).filter(Project::isManaged).isPresent();
  }

  /** Ids of the stack's servers, then those of its server groups' other members. */
  List<String> servers(String stackId) {
    Set<String> servers = new LinkedHashSet<>();
    List<String> grouped = new ArrayList<>();
    for (StackResource resource : resources(stackId)) {
      if (resource.type().equals("OS::Nova::ServerGroup")) {
        layers
            .fact(ServerGroup.class, resource.physicalId())
            .ifPresent(group -> grouped.addAll(group.members()));
      } else if (resource.type().startsWith("OS::Nova::")) {
        servers.add(resource.physicalId());
      }
    }
    servers.addAll(grouped);
    return List.copyOf(servers);
  }

  /** Ids of the stack's volumes; attachments carry the same ids and are not meant (A2). */
  List<String> volumes(String stackId) {
    return ofType(stackId, "OS::Cinder::Volume");
  }

  List<String> networks(String stackId) {
    return ofType(stackId, "OS::Neutron::Net");
  }

  private List<String> ofType(String stackId, String type) {
    return resources(stackId).stream()
        .filter(resource -> resource.type().equals(type))
        .map(StackResource::physicalId)
        .distinct()
        .toList();
  }

  /**
   * Whether the stack was read at rest, has resources, and neither it nor another stack has this
   * one: then a volume or network has left its stack.
   */
  boolean hasLeft(Stack stack, String physicalId) {
    return stack != null
        && !stack.status().endsWith("_IN_PROGRESS")
        && !resources(stack.id()).isEmpty()
        && !listed.contains(physicalId);
  }

  private List<StackResource> resources(String stackId) {
    return layers
        .fact(StackResources.class, stackId)
        .map(StackResources::resources)
        .orElse(List.of());
  }

  /** The stack's resources by group, physical id and name. */
  Map<String, Map<String, String>> grouped(String stackId) {
    Map<String, Map<String, String>> groups = noResources();
    for (StackResource resource : resources(stackId)) {
      if (resource.type().equals("OS::Nova::ServerGroup")) {
        layers
            .fact(ServerGroup.class, resource.physicalId())
            .ifPresent(
                group ->
                    group
                        .members()
                        .forEach(m -> groups.get("servers").putIfAbsent(m, resource.name())));
      } else if (!resource.type().equals("OS::Heat::ResourceGroup")
          && hasThreeParts(resource.type())) {
        groups.get(group(resource.type())).putIfAbsent(resource.physicalId(), resource.name());
      }
    }
    return groups;
  }

  /** Such as OS::Nova::Server. */
  private static boolean hasThreeParts(String type) {
    int second = type.indexOf("::");
    int third = type.indexOf("::", second + 2);
    return second >= 0 && third >= 0 && type.indexOf("::", third + 2) < 0;
  }

  private static String group(String type) {
    if (type.startsWith("OS::Nova::")) {
      return "servers";
    }
    if (type.startsWith("OS::Cinder::")) {
      return "volumes";
    }
    return type.startsWith("OS::Neutron::") ? "networks" : "other";
  }

  static Map<String, Map<String, String>> noResources() {
    Map<String, Map<String, String>> groups = new LinkedHashMap<>();
    for (String group : List.of("servers", "volumes", "networks", "other")) {
      groups.put(group, new LinkedHashMap<>());
    }
    return groups;
  }
}

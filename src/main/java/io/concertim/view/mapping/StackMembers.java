// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
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

  /**
   * Ids of the stack's servers, then those of its server groups' members that no stack's tree has:
   * members of one group may be of several stacks, and a tree says whose they are.
   */
  List<String> servers(String stackId) {
    Set<String> servers = new LinkedHashSet<>();
    List<String> grouped = new ArrayList<>();
    for (StackResource resource : resources(stackId)) {
      if (resource.type().equals(Kind.SERVER_GROUP.heatType())) {
        layers
            .fact(ServerGroup.class, resource.physicalId())
            .ifPresent(group -> grouped.addAll(ownMembers(group)));
      } else if (resource.type().startsWith("OS::Nova::")) {
        servers.add(resource.physicalId());
      }
    }
    servers.addAll(grouped);
    return List.copyOf(servers);
  }

  private List<String> ownMembers(ServerGroup group) {
    return group.members().stream().filter(server -> !listed.contains(server)).toList();
  }

  /** Whether the stack's tree has this server, as such. */
  boolean hasServer(String stackId, String server) {
    return resources(stackId).stream()
        .anyMatch(r -> r.type().equals(Kind.SERVER.heatType()) && r.physicalId().equals(server));
  }

  /**
   * Ids of the stack's volumes. Volume attachments have the same physical ids and are ignored (A2).
   */
  List<String> volumes(String stackId) {
    return ofType(stackId, Kind.VOLUME);
  }

  List<String> networks(String stackId) {
    return ofType(stackId, Kind.NETWORK);
  }

  private List<String> ofType(String stackId, Kind kind) {
    return resources(stackId).stream()
        .filter(resource -> resource.type().equals(kind.heatType()))
        .map(StackResource::physicalId)
        .distinct()
        .toList();
  }

  /**
   * Whether a volume or network has left its stack: the stack was read while nothing was in
   * progress, it has resources, and neither it nor another stack has this object.
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
      if (resource.type().equals(Kind.SERVER_GROUP.heatType())) {
        layers
            .fact(ServerGroup.class, resource.physicalId())
            .ifPresent(
                group ->
                    ownMembers(group)
                        .forEach(m -> groups.get("servers").putIfAbsent(m, resource.name())));
      } else if (!resource.type().equals("OS::Heat::ResourceGroup")
          && hasThreeParts(resource.type())) {
        groups.get(group(resource.type())).putIfAbsent(resource.physicalId(), resource.name());
      }
    }
    return groups;
  }

  /** Whether it is a type such as OS::Nova::Server. */
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

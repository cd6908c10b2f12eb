// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.CustomField;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Flavor;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackResource;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.model.layer.Subscription;
import io.concertim.view.queue.ReadRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what else has to be read because of what a read showed. */
final class RelatedReads {
  private RelatedReads() {}

  /**
   * The requests that follow.
   *
   * @param known the layers before the read
   */
  static List<ReadRequest> of(List<Observation> shown, Layers known) {
    List<ReadRequest> requests = new ArrayList<>();
    List<Server> newServers = new ArrayList<>();
    for (Observation observation : shown) {
      Fact fact = observation.fact();
      boolean isNew = known.fact(observation.kind().type(), observation.id()).isEmpty();
      if (fact instanceof Server server) {
        if (server.flavorId() != null && known.fact(Flavor.class, server.flavorId()).isEmpty()) {
          requests.add(ReadRequest.of(Kind.FLAVOR, server.flavorId()));
        }
        if (isNew) {
          newServers.add(server);
        }
      } else if (fact instanceof Stack stack && isNew) {
        if (known.fact(Project.class, stack.projectId()).isEmpty()) {
          requests.add(ReadRequest.of(Kind.PROJECT, stack.projectId()));
        }
        requests.add(ReadRequest.of(Kind.SUBSCRIPTION, stack.id()));
      } else if (fact instanceof StackResources tree) {
        requests.addAll(unknownMembers(tree, known));
      }
    }
    if (!newServers.isEmpty()) {
      requests.addAll(growingStacks(newServers, known));
    }
    return requests;
  }

  /**
   * For servers that no known stack has: requests for stacks that are in progress, which may just
   * have created them.
   */
  private static List<ReadRequest> growingStacks(List<Server> servers, Layers known) {
    Set<String> listed = new HashSet<>();
    for (StackResources tree : known.facts(StackResources.class)) {
      tree.resources().forEach(resource -> listed.add(resource.physicalId()));
    }
    Set<String> projects = new HashSet<>();
    servers.stream()
        .filter(server -> !listed.contains(server.id()))
        .forEach(server -> projects.add(server.projectId()));
    return known.facts(Stack.class).stream()
        .filter(stack -> projects.contains(stack.projectId()))
        .filter(stack -> stack.status().endsWith("_IN_PROGRESS"))
        .map(stack -> ReadRequest.of(Kind.STACK, stack.id()))
        .toList();
  }

  private static List<ReadRequest> unknownMembers(StackResources tree, Layers known) {
    List<ReadRequest> requests = new ArrayList<>();
    for (StackResource resource : tree.resources()) {
      for (Kind kind : Kind.values()) {
        if (resource.type().equals(kind.heatType())
            && ReadRequest.isPossible(resource.physicalId())
            && known.observation(kind, resource.physicalId()).isEmpty()) {
          requests.add(ReadRequest.of(kind, resource.physicalId()));
        }
      }
    }
    return requests;
  }

  /** Whether billing has an active subscription for the stack. */
  static boolean isSubscribed(String stackId, Layers known) {
    return known.facts(CustomField.class).stream()
        .filter(field -> field.value().equals(stackId) && field.objectType().equals("SUBSCRIPTION"))
        .anyMatch(
            field ->
                known
                    .fact(Subscription.class, field.objectId())
                    .filter(subscription -> "ACTIVE".equals(subscription.state()))
                    .isPresent());
  }
}

package io.concertim.view.queue;

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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What else has to be read because of what a read showed. */
final class FollowUps {
  /** The resources that become devices or tell of some. */
  private static final Map<String, Kind> KINDS =
      Map.of(
          "OS::Nova::Server", Kind.SERVER,
          "OS::Nova::ServerGroup", Kind.SERVER_GROUP,
          "OS::Cinder::Volume", Kind.VOLUME,
          "OS::Neutron::Net", Kind.NETWORK);

  private FollowUps() {}

  /**
   * The marks that follow.
   *
   * @param known the layers before what was shown
   */
  static List<Mark> of(List<Observation> shown, Layers known) {
    List<Mark> marks = new ArrayList<>();
    List<Server> newServers = new ArrayList<>();
    for (Observation observation : shown) {
      Fact fact = observation.fact();
      boolean isNew = known.fact(observation.kind().type(), observation.id()).isEmpty();
      if (fact instanceof Server server) {
        if (server.flavorId() != null && known.fact(Flavor.class, server.flavorId()).isEmpty()) {
          marks.add(Mark.of(Kind.FLAVOR, server.flavorId()));
        }
        if (isNew) {
          newServers.add(server);
        }
      } else if (fact instanceof Stack stack && isNew) {
        if (known.fact(Project.class, stack.projectId()).isEmpty()) {
          marks.add(Mark.of(Kind.PROJECT, stack.projectId()));
        }
        marks.add(Mark.of(Kind.SUBSCRIPTION, stack.id()));
      } else if (fact instanceof StackResources tree) {
        marks.addAll(unknownMembers(tree, known));
      }
    }
    if (!newServers.isEmpty()) {
      marks.addAll(growingStacks(newServers, known));
    }
    return marks;
  }

  /** Of servers that no stack is known to have: one that is changing may just have made them. */
  private static List<Mark> growingStacks(List<Server> servers, Layers known) {
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
        .map(stack -> Mark.of(Kind.STACK, stack.id()))
        .toList();
  }

  private static List<Mark> unknownMembers(StackResources tree, Layers known) {
    List<Mark> marks = new ArrayList<>();
    for (StackResource resource : tree.resources()) {
      Kind kind = KINDS.get(resource.type());
      if (kind != null && known.observation(kind, resource.physicalId()).isEmpty()) {
        marks.add(Mark.of(kind, resource.physicalId()));
      }
    }
    return marks;
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

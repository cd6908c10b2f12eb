// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackOutputs;
import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.NamePair;
import io.concertim.view.model.view.Problem.Cause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lays stacks over the portal's racks (semantics.md sections 4 and 6). */
final class RackMapping {
  private static final String DESCRIPTION = "Rack created from Cloud by Concertim Service";

  private final Layers layers;
  private final TeamMapping teams;
  private final StackMembers members;
  private final Billing billing;
  private final MappingSettings settings;
  private final Problems problems;
  final List<RackDraft> racks = new ArrayList<>();
  private final Map<String, RackDraft> byStack = new HashMap<>();
  private final Map<String, RackDraft> byConcertimId = new HashMap<>();
  private final Map<BilledId, Set<String>> namesByTeam = new HashMap<>();
  private final Map<String, PortalRack> shown;
  private final RackOrders orders;

  RackMapping(
      Layers layers,
      TeamMapping teams,
      StackMembers members,
      Billing billing,
      MappingSettings settings,
      Problems problems) {
    this.layers = layers;
    this.teams = teams;
    this.members = members;
    this.billing = billing;
    this.settings = settings;
    this.problems = problems;
    List<PortalRack> known = layers.facts(PortalRack.class);
    this.shown =
        BestMatch.index(known, PortalRack::stackId, rack -> BestMatch.unknown(rack.order()));
    this.orders = new RackOrders(known, settings);
    known.forEach(this::mapKnown);
    layers.facts(Stack.class).forEach(this::mapNew);
  }

  private void mapKnown(PortalRack rack) {
    boolean shownByAnother =
        rack.stackId() != null && !shown.get(rack.stackId()).id().equals(rack.id());
    if (shownByAnother) {
      problems.kept(
          Cause.SHOWN_TWICE,
          "rack",
          rack.id(),
          "names the stack %s, which the portal also shows as rack %s"
              .formatted(rack.stackId(), shown.get(rack.stackId()).id()));
    }
    BilledId team = teams.ofOwner(rack.owner());
    if (team == null) {
      problems.leftOut(Cause.NO_TEAM, "rack", rack.id(), "the portal names no team that owns it");
      return;
    }
    boolean isBilled = rack.stackId() != null && !shownByAnother;
    String order = orders.ofKnown(rack, isBilled ? billing.subscriptionOf(rack.stackId()) : null);
    RackDraft draft =
        new RackDraft(
            new BilledId(rack.id(), rack.stackId(), order),
            new NamePair(rack.name(), rack.name()),
            "",
            team,
            rack.height());
    draft.status = rack.status();
    draft.statusReason = Objects.requireNonNullElse(rack.statusReason(), "");
    draft.creationOutput = Objects.requireNonNullElse(rack.creationOutput(), "");
    draft.networkDetails = rack.networkDetails();
    putIfKnown(draft, "creator_cloud_name", rack.creatorName());
    putIfKnown(draft, "project_cloud_id", rack.projectId());
    putIfKnown(draft, "status_reason", rack.statusReason());
    putIfKnown(draft, "output", rack.outputText());
    // A rack without a cloud id was not made from the cloud, and is never marked as gone (A22).
    draft.deleteMarker = rack.stackId() != null && layers.isGone(Kind.STACK, rack.stackId());
    if (!shownByAnother) {
      layers
          .fact(Stack.class, rack.stackId())
          .ifPresent(stack -> overlay(draft, stack, rack.status()));
    }
    if (rack.orderId() == null && draft.updated) {
      // fe_updates sends no order with a change, and Concertim checks the rack as a whole.
      draft.updated = false;
      problems.kept(
          Cause.ORDER,
          "rack",
          rack.id(),
          "its order_id is null, so the portal refuses every change of it until it has one; what"
              + " has changed is not sent");
    }
    add(draft, !shownByAnother);
  }

  /** Takes over what the stack shows, and sets updated if the portal shows something else. */
  private void overlay(RackDraft draft, Stack stack, String shownStatus) {
    draft.stack = stack;
    draft.status = Statuses.ofStack(stack.status());
    draft.updated = !draft.status.equals(shownStatus);
    draft.resources = members.grouped(stack.id());
    refresh(draft, "status_reason", Names.withoutNul(stack.statusReason()));
    refresh(draft, "creator_cloud_name", Names.withoutNul(stack.owner()));
    // fe_updates fails without creator_cloud_name. For project_cloud_id it sends the team's
    // project: where that differs from the stack's, an update would change nothing and be repeated
    // for ever.
    draft.metadata.putIfAbsent("creator_cloud_name", "");
    if (Objects.equals(stack.projectId(), draft.teamId.cloud())) {
      refresh(draft, "project_cloud_id", stack.projectId());
    } else {
      putIfKnown(draft, "project_cloud_id", stack.projectId());
    }
    draft.statusReason = draft.metadata.getOrDefault("status_reason", "");
    outputs(stack)
        .ifPresent(
            outputs -> {
              draft.outputs = outputs;
              String text = text(outputs);
              draft.updated |= !text.equals(draft.creationOutput);
              draft.creationOutput = text;
            });
  }

  private static void refresh(RackDraft draft, String key, String value) {
    if (value != null && !value.isEmpty() && !value.equals(draft.metadata.get(key))) {
      draft.metadata.put(key, value);
      draft.updated = true;
    }
  }

  private static void putIfKnown(RackDraft draft, String key, String value) {
    if (value != null) {
      draft.metadata.put(key, value);
    }
  }

  private Optional<List<Map<String, Object>>> outputs(Stack stack) {
    return layers.fact(StackOutputs.class, stack.id()).map(StackOutputs::outputs);
  }

  /** The text that Concertim keeps as creation_output: {@code key={...}, key={...}}. */
  static String text(List<Map<String, Object>> outputs) {
    return outputs.stream()
        .map(output -> output.get("output_key") + "=" + PythonText.repr(output))
        .collect(Collectors.joining(", "));
  }

  private void mapNew(Stack stack) {
    if (shown.containsKey(stack.id())
        || stack.owner() == null
        || !stack.owner().startsWith(Project.MANAGED_PREFIX)) {
      return;
    }
    BilledId team = teams.ofProject(stack.projectId());
    if (team == null) {
      problems.leftOut(
          Cause.NO_TEAM,
          "stack",
          stack.id(),
          "no team of the portal has its project " + stack.projectId());
      return;
    }
    Set<String> subscriptions = billing.subscriptionsOf(stack.id());
    if (subscriptions.size() > 1) {
      problems.leftOut(
          Cause.SEVERAL_SUBSCRIPTIONS,
          "stack",
          stack.id(),
          "several ACTIVE subscriptions name it: " + subscriptions);
      return;
    }
    Set<String> taken = namesByTeam.computeIfAbsent(team, key -> new HashSet<>());
    String name = Names.rack(stack.name(), stack.id(), taken);
    if (!name.equals(stack.name())) {
      problems.adjusted(
          Cause.NAME, "stack", stack.id(), "named " + name + ", as the portal accepts it");
    }
    String order = billing.subscriptionOf(stack.id());
    RackDraft draft =
        new RackDraft(
            new BilledId(null, stack.id(), order),
            new NamePair(Names.dashed(stack.name(), "stack"), name),
            DESCRIPTION,
            team,
            settings.rackHeight());
    overlay(draft, stack, null);
    draft.updated = false;
    draft.pending = orders.pending(stack.id(), order, problems);
    add(draft, true);
  }

  private void add(RackDraft draft, boolean showsItsStack) {
    racks.add(draft);
    namesByTeam.computeIfAbsent(draft.teamId, key -> new HashSet<>()).add(draft.name.cloud());
    if (draft.id.concertim() != null) {
      byConcertimId.put(draft.id.concertim(), draft);
    }
    if (draft.id.cloud() != null && showsItsStack) {
      byStack.put(draft.id.cloud(), draft);
    }
  }

  /** Whether the portal's rack of this id is marked for deletion. */
  boolean isLeaving(String concertimId) {
    RackDraft rack = byConcertimId.get(concertimId);
    return rack != null && rack.deleteMarker;
  }

  /** The rack a known device stands in: by its stack, else by Concertim's id; or null. */
  RackDraft of(String stackId, String concertimId) {
    RackDraft rack = stackId == null ? null : byStack.get(stackId);
    return rack != null || concertimId == null ? rack : byConcertimId.get(concertimId);
  }
}

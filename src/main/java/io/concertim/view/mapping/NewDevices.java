// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Network;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Volume;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Location;
import io.concertim.view.model.view.NamePair;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.Problem.Cause;
import io.concertim.view.model.view.Problem.Effect;
import io.concertim.view.model.view.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Adds the servers, volumes and networks of racks that the portal does not show yet, each with a
 * name and a place (semantics.md sections 7, 8 and 9).
 */
final class NewDevices {
  private static final String SERVER_DESCRIPTION =
      "Server Device created from Cloud by Concertim Service";
  private static final String OTHER_DESCRIPTION = "Device created from Cloud by Concertim Service";

  private final Layers layers;
  private final RackMapping racks;
  private final TemplateMapping templates;
  private final StackMembers members;
  private final Map<String, Place> given;
  private final Problems problems;
  final List<Device> devices = new ArrayList<>();
  final Map<String, Place> places = new LinkedHashMap<>();

  /** Why what a rack's stack has is in no rack, by cloud id; what finds its rack is removed. */
  private final Map<String, Problem> unplaced = new LinkedHashMap<>();

  /**
   * @param known cloud ids of the devices that the portal shows; their racks' units are taken
   * @param given the places that earlier mappings gave, by cloud id
   */
  NewDevices(
      Layers layers,
      RackMapping racks,
      TemplateMapping templates,
      StackMembers members,
      Set<String> known,
      Map<String, Place> given,
      Problems problems) {
    this.layers = layers;
    this.racks = racks;
    this.templates = templates;
    this.members = members;
    this.given = given;
    this.problems = problems;
    place(candidates(known));
    unplaced.values().forEach(problems::add);
  }

  /** A device that the portal does not show yet, before it has a place and a name. */
  private record Candidate(
      RackDraft rack,
      Kind kind,
      String cloudId,
      String cloudName,
      Template template,
      DeviceState state) {}

  private List<Candidate> candidates(Set<String> known) {
    List<Candidate> candidates = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>(known);
    Set<String> serversOfStacks = new LinkedHashSet<>();
    for (RackDraft rack : racks.racks) {
      if (rack.stack == null) {
        continue;
      }
      String stack = rack.stack.id();
      serversOfStacks.addAll(members.servers(stack));
      candidates.addAll(
          find(members.servers(stack), seen, id -> serverCandidate(rack, id)).stream()
              .sorted((a, b) -> NaturalOrder.compare(a.cloudName(), b.cloudName()))
              .toList());
      candidates.addAll(
          find(members.volumes(stack), seen, id -> tagged(rack, Volume.class, Volume::name, id)));
      candidates.addAll(
          find(
              members.networks(stack), seen, id -> tagged(rack, Network.class, Network::name, id)));
    }
    unplaced.keySet().removeAll(seen);
    layers.facts(Server.class).stream()
        .filter(server -> members.isManaged(server.projectId()))
        .filter(server -> !seen.contains(server.id()) && !serversOfStacks.contains(server.id()))
        .forEach(
            s ->
                problems.leftOut(
                    Cause.NO_RACK, "server", s.id(), "no stack shown as a rack has it"));
    return candidates;
  }

  private static List<Candidate> find(
      List<String> ids, Set<String> seen, Function<String, Candidate> candidate) {
    List<Candidate> found = new ArrayList<>();
    for (String id : ids) {
      if (!seen.contains(id)) {
        Candidate next = candidate.apply(id);
        if (next != null) {
          seen.add(id);
          found.add(next);
        }
      }
    }
    return found;
  }

  private Candidate serverCandidate(RackDraft rack, String id) {
    Server server = layers.fact(Server.class, id).orElse(null);
    if (server == null) {
      if (members.hasServer(rack.stack.id(), id)) {
        missing(rack, Kind.SERVER, id);
      }
      return null;
    }
    if (!members.isManaged(server.projectId())) {
      leaveOut(
          Cause.NO_TEAM,
          Kind.SERVER,
          id,
          "its project " + server.projectId() + " is none of the cloud's that Concertim manages");
      return null;
    }
    if (!server.projectId().equals(rack.stack.projectId())) {
      leaveOut(
          Cause.NO_RACK,
          Kind.SERVER,
          id,
          "its project %s is not that of its stack %s, %s"
              .formatted(server.projectId(), rack.stack.id(), rack.stack.projectId()));
      return null;
    }
    Template template = templates.byFlavor(server.flavorId());
    if (template == null) {
      leaveOut(
          Cause.NO_FLAVOR, Kind.SERVER, id, "its flavor " + server.flavorId() + " is not known");
      return null;
    }
    return candidate(rack, Kind.SERVER, server, server.name(), template);
  }

  /** A volume or a network: the portal has one template for all of a kind. */
  private <T extends Fact> Candidate tagged(
      RackDraft rack, Class<T> type, Function<T, String> name, String id) {
    Kind kind = Kind.of(type);
    T fact = layers.fact(type, id).orElse(null);
    if (fact == null) {
      missing(rack, kind, id);
      return null;
    }
    Template template = templates.byTag(kind.label());
    if (template == null) {
      leaveOut(
          Cause.NO_TEMPLATE, kind, id, "the portal has no template with the tag " + kind.label());
      return null;
    }
    return candidate(rack, kind, fact, name.apply(fact), template);
  }

  /** What a stack at rest has and the cloud does not list, though it does not say it is gone. */
  private void missing(RackDraft rack, Kind kind, String id) {
    if (!layers.isGone(kind, id) && !rack.stack.status().endsWith("_IN_PROGRESS")) {
      leaveOut(
          Cause.SHORT_LIST,
          kind,
          id,
          "stack " + rack.stack.id() + " has it, but the cloud's list of such does not");
    }
  }

  private void leaveOut(Cause cause, Kind kind, String id, String reason) {
    unplaced.putIfAbsent(id, new Problem(Effect.LEFT_OUT, cause, kind.label(), id, reason));
  }

  /** The device, unless Concertim could not name the chassis that it makes with it. */
  private Candidate candidate(
      RackDraft rack, Kind kind, Fact fact, String name, Template template) {
    if (!Names.fitChassis(template.name().cloud(), rack.name.cloud())) {
      leaveOut(
          Cause.NAME,
          kind,
          fact.id(),
          "the portal makes no device of template %s in rack %s: their names are too long together"
              .formatted(template.name().cloud(), rack.name.cloud()));
      return null;
    }
    return new Candidate(
        rack,
        kind,
        fact.id(),
        Objects.requireNonNullElse(name, ""),
        template,
        DeviceState.ofNew(fact));
  }

  /** Places that were given before come first, so that no new device can take them. */
  private void place(List<Candidate> candidates) {
    Map<String, Place> kept = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      Place place = given.get(candidate.cloudId());
      if (place != null
          && place.stackId().equals(candidate.rack().stack.id())
          && place.endUnit() - place.startUnit() + 1 == candidate.template().height()
          && candidate.rack().slots.isFree(place.startUnit(), place.endUnit())) {
        candidate.rack().slots.occupy(place.startUnit(), place.endUnit());
        kept.put(candidate.cloudId(), place);
      }
    }
    for (Candidate candidate : candidates) {
      Place place = kept.get(candidate.cloudId());
      if (place == null) {
        place = free(candidate);
      }
      if (place != null) {
        add(candidate, place);
      }
    }
  }

  private Place free(Candidate candidate) {
    int size = candidate.template().height();
    Slots slots = candidate.rack().slots;
    OptionalInt start = candidate.kind() == Kind.NETWORK ? slots.highest(size) : slots.lowest(size);
    if (start.isEmpty()) {
      problems.leftOut(
          Cause.NO_ROOM,
          candidate.kind().label(),
          candidate.cloudId(),
          "rack " + candidate.rack().name.cloud() + " has no " + size + " free units in a row");
      return null;
    }
    return new Place(candidate.rack().stack.id(), start.getAsInt(), start.getAsInt() + size - 1);
  }

  private void add(Candidate candidate, Place place) {
    RackDraft rack = candidate.rack();
    PairedId id = new PairedId(null, candidate.cloudId());
    String name =
        Names.device(candidate.cloudName(), id.cloud(), candidate.kind().label(), rack.deviceNames);
    rack.add(id, name, place.startUnit(), place.endUnit());
    places.put(id.cloud(), place);
    devices.add(
        new Device(
            id,
            new NamePair(name, candidate.cloudName().isBlank() ? name : candidate.cloudName()),
            candidate.kind().deviceType(),
            candidate.kind() == Kind.SERVER ? SERVER_DESCRIPTION : OTHER_DESCRIPTION,
            rack.id,
            candidate.template().id(),
            new Location(place.startUnit(), place.endUnit(), "f"),
            candidate.state().status(),
            candidate.state().interfaces(),
            0.0,
            candidate.state().details(),
            false,
            false));
  }
}

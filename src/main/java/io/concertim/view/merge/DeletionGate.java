package io.concertim.view.merge;

import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.model.view.HeldDeletion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides what the absence of known objects from a list may mean (design D9): nothing when the
 * source was not read completely, when the list is suddenly empty, when more is missing than the
 * threshold allows, or when Heat still has a missing server in its stack's tree. Else the object is
 * asked for by its id, and only that answer counts.
 *
 * @param share largest share of the known objects of a kind that may go in one sync, 0 to 1
 * @param minimum so many may always go
 */
public record DeletionGate(double share, int minimum) {

  /**
   * What to do about the absences of one reading.
   *
   * @param confirm to be read by id
   * @param held not believed, with the reason
   */
  public record Decision(List<Absence> confirm, List<HeldDeletion> held) {}

  /**
   * Judges the lists of one reading.
   *
   * @param known the layers before this reading of its source; of Concertim as read in this sync
   * @param released held before, and let pass by the operator
   */
  public Decision judge(Layers known, Reading reading, List<HeldDeletion> released) {
    Decision decision = new Decision(new ArrayList<>(), new ArrayList<>());
    if (reading.failure() == null) {
      reading
          .completeLists()
          .forEach((kind, version) -> judge(known, reading, kind, version, released, decision));
    }
    return decision;
  }

  private void judge(
      Layers known,
      Reading reading,
      Kind kind,
      long version,
      List<HeldDeletion> released,
      Decision decision) {
    Set<String> expected = new TreeSet<>(namedByPortal(known, kind));
    for (Observation observation : known.observations(kind)) {
      if (observation.isGone() || observation.seen() >= version) {
        expected.remove(observation.id());
      } else {
        expected.add(observation.id());
      }
    }
    Set<String> listed = reading.listed(kind);
    Set<String> absent = new TreeSet<>(expected);
    absent.removeAll(listed);
    Set<String> surprising = new TreeSet<>(absent);
    surprising.removeAll(reading.deleted(kind));
    released.stream()
        .filter(held -> held.kind().equals(kind.label()))
        .forEach(held -> held.ids().forEach(surprising::remove));
    surprising.removeIf(id -> isOfGone(known, kind, id));
    if (!surprising.isEmpty()) {
      int others = expected.size() - absent.size() + surprising.size();
      absent.removeAll(hold(known, reading, kind, surprising, others, decision));
    }
    absent.forEach(id -> decision.confirm().add(new Absence(kind, id, last(known, kind, id))));
  }

  /** Those whose absence is not believed. */
  private Set<String> hold(
      Layers known,
      Reading reading,
      Kind kind,
      Set<String> absent,
      int expected,
      Decision decision) {
    Set<String> held = absent;
    String doubt = doubt(reading.listed(kind).size(), absent.size(), expected);
    if (doubt == null) {
      held = new TreeSet<>(kind == Kind.SERVER ? absent : Set.of());
      held.retainAll(inTreesOfListedStacks(known, reading));
      doubt = "their stacks still have them";
    }
    if (!held.isEmpty()) {
      decision.held().add(new HeldDeletion(kind.label(), List.copyOf(held), doubt));
    }
    return held;
  }

  /** Whether fe_updates removes it from the portal since what it shows is gone from the cloud. */
  private static boolean isOfGone(Layers known, Kind kind, String id) {
    Fact fact = last(known, kind, id);
    if (fact instanceof PortalDevice device) {
      Kind shown = DEVICE_KINDS.get(device.type());
      return (shown != null && known.isGone(shown, device.cloudId()))
          || isOfGone(known, Kind.RACK, device.rackId());
    }
    return fact instanceof PortalRack rack && known.isGone(Kind.STACK, rack.stackId());
  }

  /** What is in the latest resource tree of a stack that Heat still lists. */
  private static Set<String> inTreesOfListedStacks(Layers known, Reading reading) {
    Set<String> stacks = reading.listed(Kind.STACK);
    Set<String> members = new HashSet<>();
    for (StackResources tree : known.merge(reading.observations()).facts(StackResources.class)) {
      if (stacks.contains(tree.id())) {
        tree.resources().forEach(resource -> members.add(resource.physicalId()));
      }
    }
    return members;
  }

  private String doubt(int listed, int absent, int expected) {
    if (listed == 0) {
      return "the list is suddenly empty, it had " + expected;
    }
    if (absent > Math.max(minimum, share * expected)) {
      return "the list lacks " + absent + " of " + expected + ", more than may go in one sync";
    }
    return null;
  }

  /** The ids of this kind that racks and devices of the portal were made from. */
  static Set<String> namedByPortal(Layers layers, Kind kind) {
    Set<String> named = new HashSet<>();
    if (kind.source() == Source.OPENSTACK) {
      if (kind == Kind.STACK) {
        layers.facts(PortalRack.class).forEach(rack -> named.add(rack.stackId()));
      }
      layers.facts(PortalDevice.class).stream()
          .filter(device -> kind == DEVICE_KINDS.get(device.type()))
          .forEach(device -> named.add(device.cloudId()));
      named.remove(null);
    }
    return named;
  }

  private static final Map<String, Kind> DEVICE_KINDS =
      Map.of("Instance", Kind.SERVER, "Volume", Kind.VOLUME, "Network", Kind.NETWORK);

  private static Fact last(Layers known, Kind kind, String id) {
    return known.observation(kind, id).map(Observation::fact).orElse(null);
  }
}

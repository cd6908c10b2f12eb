package io.concertim.view.merge;

import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.layer.Stack;
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
 * threshold allows, or when Heat still has a missing server in its stack's tree; else the object is
 * gone, for some kinds only after a read by its id.
 *
 * @param share largest share of the known objects of a kind that may go in one sync, 0 to 1
 * @param minimum so many may always go
 */
public record DeletionGate(double share, int minimum) {

  /**
   * What to do about the absences of one reading.
   *
   * @param confirm to be read by id first
   * @param gone taken as gone at once
   * @param held not believed, with the reason
   */
  public record Decision(List<Absence> confirm, List<Observation> gone, List<HeldDeletion> held) {}

  /**
   * Judges the lists of one reading.
   *
   * @param known the layers before this reading of its source; of Concertim as read in this sync
   * @param released whether the operator lets held deletions pass (each is still confirmed by id)
   */
  public Decision judge(Layers known, Reading reading, boolean released) {
    Decision decision = new Decision(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    if (reading.failure() == null) {
      reading
          .completeLists()
          .forEach((kind, version) -> judge(known, reading, kind, version, released, decision));
    }
    return decision;
  }

  private void judge(
      Layers known, Reading reading, Kind kind, long version, boolean released, Decision decision) {
    Set<String> listed = reading.listed(kind);
    Set<String> expected = new TreeSet<>(namedByPortal(known, kind));
    for (Observation observation : known.observations(kind)) {
      if (observation.isGone() || observation.seen() >= version) {
        expected.remove(observation.id());
      } else {
        expected.add(observation.id());
      }
    }
    List<String> absent = new ArrayList<>(expected);
    absent.removeAll(listed);
    if (absent.isEmpty()) {
      return;
    }
    String doubt = released ? null : doubt(listed.size(), absent.size(), expected.size());
    if (doubt != null) {
      decision.held().add(new HeldDeletion(kind.label(), absent, doubt));
      return;
    }
    if (kind == Kind.SERVER && !released) {
      List<String> inTrees = new ArrayList<>(absent);
      inTrees.retainAll(inTreesOfListedStacks(known, reading));
      if (!inTrees.isEmpty()) {
        decision
            .held()
            .add(new HeldDeletion(kind.label(), inTrees, "their stacks still have them"));
        absent.removeAll(inTrees);
      }
    }
    if (kind.confirmedById()) {
      absent.forEach(id -> decision.confirm().add(new Absence(kind, id, nameOf(known, kind, id))));
    } else {
      absent.forEach(id -> decision.gone().add(Observation.gone(kind, id, version)));
    }
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

  private static String nameOf(Layers known, Kind kind, String id) {
    Fact fact = known.observation(kind, id).map(Observation::fact).orElse(null);
    return fact instanceof Stack stack ? stack.name() : null;
  }
}

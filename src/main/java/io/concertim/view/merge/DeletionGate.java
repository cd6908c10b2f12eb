// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.merge;

import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.model.view.HeldDeletion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides what the absence of known objects from a list may mean (decision D9). The portal's gaps
 * are always asked for by id: they only mean that something is to be made again, which the portal
 * refuses where it is wrong. The others' gaps mean nothing when the source was not read completely,
 * when the list is suddenly empty, or when more is newly missing than the threshold allows; else
 * they are asked for by id too, and only that answer counts. What a list of changes lacks means
 * nothing at all; what it shows as deleted is asked for by id.
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
   * @param doubts those to be read by id of which one answer is not enough, with the reason
   */
  public record Decision(
      List<MissingObject> confirm, List<HeldDeletion> held, Map<MissingObject, String> doubts) {}

  /**
   * Judges the lists of one reading.
   *
   * @param known the layers before this reading of its source; of Concertim as read in this sync
   * @param heldBefore what an earlier reading held
   * @param released whether the operator lets pass what was held
   */
  public Decision judge(
      Layers known, SourceRead reading, List<HeldDeletion> heldBefore, boolean released) {
    Decision decision = new Decision(new ArrayList<>(), new ArrayList<>(), new HashMap<>());
    if (reading.failure() == null) {
      reading
          .completeLists()
          .forEach(
              (kind, version) -> {
                Set<String> expected = expected(known, kind, version);
                Set<String> absent = new TreeSet<>(expected);
                absent.removeAll(reading.listed(kind));
                Set<String> certain = new TreeSet<>();
                if (kind.source() != Source.CONCERTIM) {
                  List<HeldDeletion> earlier = stillHeld(reading, kind, absent, heldBefore);
                  if (released) {
                    earlier.forEach(held -> certain.addAll(held.ids()));
                  }
                  hold(reading, kind, absent, expected.size(), earlier, released).stream()
                      .peek(decision.held()::add)
                      .forEach(held -> held.ids().forEach(absent::remove));
                }
                ask(known, reading, kind, absent, certain, decision);
              });
      reading
          .changes()
          .forEach(
              (kind, version) -> {
                Set<String> deleted = new TreeSet<>(reading.deleted(kind));
                if (!deleted.isEmpty()) {
                  deleted.retainAll(expected(known, kind, version));
                  ask(known, reading, kind, deleted, deleted, decision);
                }
              });
    }
    return new Decision(Questions.together(decision.confirm()), decision.held(), decision.doubts());
  }

  private static Set<String> expected(Layers known, Kind kind, long version) {
    Set<String> expected = new TreeSet<>(namedByPortal(known, kind));
    for (Observation observation : known.observations(kind)) {
      if (observation.isGone() || observation.seen() >= version) {
        expected.remove(observation.id());
      } else {
        expected.add(observation.id());
      }
    }
    return expected;
  }

  /** What an earlier reading held, and is missing still, with the reason of then. */
  private static List<HeldDeletion> stillHeld(
      SourceRead reading, Kind kind, Set<String> absent, List<HeldDeletion> heldBefore) {
    Set<String> missing = new TreeSet<>(absent);
    missing.removeAll(reading.deleted(kind));
    return heldBefore.stream()
        .filter(held -> held.kind().equals(kind.label()))
        .map(held -> held.of(missing))
        .filter(held -> !held.ids().isEmpty())
        .toList();
  }

  /** Those whose absence is not believed; what is held does not add up with what comes later. */
  private List<HeldDeletion> hold(
      SourceRead reading,
      Kind kind,
      Set<String> absent,
      int expected,
      List<HeldDeletion> earlier,
      boolean released) {
    List<HeldDeletion> held = new ArrayList<>(released ? List.of() : earlier);
    Set<String> surprising = new TreeSet<>(absent);
    surprising.removeAll(reading.deleted(kind));
    earlier.forEach(before -> before.ids().forEach(surprising::remove));
    if (!surprising.isEmpty()) {
      int others = expected - absent.size() + surprising.size();
      String doubt = doubt(reading.listed(kind).size(), surprising.size(), others);
      if (doubt != null) {
        Instant since = HybridClock.instant(reading.started()).truncatedTo(ChronoUnit.SECONDS);
        held.add(new HeldDeletion(kind.label(), List.copyOf(surprising), doubt, since));
      }
    }
    return held;
  }

  private static void ask(
      Layers known,
      SourceRead reading,
      Kind kind,
      Set<String> absent,
      Set<String> certain,
      Decision decision) {
    Set<String> inTrees =
        kind == Kind.SERVER && !absent.isEmpty() ? inTreesOfListedStacks(known, reading) : Set.of();
    for (String id : absent) {
      Fact last = known.observation(kind, id).map(Observation::fact).orElse(null);
      MissingObject missing = new MissingObject(kind, id, last);
      decision.confirm().add(missing);
      String doubt = inTrees.contains(id) ? "its stack still has it" : reading.doubt(kind);
      if (doubt != null && !certain.contains(id)) {
        decision.doubts().put(missing, doubt);
      }
    }
  }

  /** What is in the latest resource tree of a stack that Heat still lists. */
  private static Set<String> inTreesOfListedStacks(Layers known, SourceRead reading) {
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
          .filter(device -> device.type().equals(kind.deviceType()))
          .forEach(device -> named.add(device.cloudId()));
      named.remove(null);
    }
    return named;
  }
}

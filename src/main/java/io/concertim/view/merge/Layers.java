// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.merge;

import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.pcollections.TreePMap;

/**
 * Everything that is known of the three systems: the latest observation for each kind and id.
 * Immutable. Sorted by id, so that equal layers are always walked in the same order.
 */
public final class Layers {
  /** Adding less than 1/16 of a kind costs less than building its tree again. */
  private static final int FEW = 16;

  private static final Layers EMPTY = new Layers(new EnumMap<>(Kind.class));

  /** Trees that share their common parts, so that adding one observation does not copy them. */
  private final EnumMap<Kind, TreePMap<String, Observation>> byKind;

  private Layers(EnumMap<Kind, TreePMap<String, Observation>> byKind) {
    this.byKind = byKind;
  }

  public static Layers empty() {
    return EMPTY;
  }

  /**
   * Adds observations: of two observations of one object and kind the later wins (decision D7). Of
   * two with the same version, a deletion wins over a fact, and of two facts the one whose text
   * sorts later. So neither the order nor the number of arrivals matters.
   */
  public Layers merge(Collection<Observation> observations) {
    EnumMap<Kind, List<Observation>> added = new EnumMap<>(Kind.class);
    observations.forEach(o -> added.computeIfAbsent(o.kind(), k -> new ArrayList<>()).add(o));
    EnumMap<Kind, TreePMap<String, Observation>> merged = new EnumMap<>(byKind);
    added.forEach((kind, some) -> merged.put(kind, merge(of(kind), some)));
    return new Layers(merged);
  }

  private static TreePMap<String, Observation> merge(
      TreePMap<String, Observation> known, List<Observation> added) {
    if (added.size() > known.size() / FEW) {
      TreeMap<String, Observation> all = new TreeMap<>(known);
      added.forEach(observation -> all.merge(observation.id(), observation, Layers::later));
      return TreePMap.fromSortedMap(all);
    }
    TreePMap<String, Observation> merged = known;
    for (Observation observation : added) {
      Observation before = merged.get(observation.id());
      merged =
          merged.plus(observation.id(), before == null ? observation : later(before, observation));
    }
    return merged;
  }

  /** These layers once objects were seen again as they are known. */
  public Layers with(SeenAgain again) {
    TreePMap<String, Observation> known = of(again.kind());
    List<Observation> changed = new ArrayList<>();
    Collection<String> ids = again.only() != null ? again.only() : known.keySet();
    for (String id : ids) {
      Observation before = known.get(id);
      Observation after = before == null ? null : again.applyTo(before);
      if (after != null && after.seen() != before.seen()) {
        changed.add(after);
      }
    }
    return changed.isEmpty() ? this : merge(changed);
  }

  /** These layers without the observations that the test selects. */
  public Layers without(Predicate<Observation> forgotten) {
    EnumMap<Kind, TreePMap<String, Observation>> kept = new EnumMap<>(Kind.class);
    byKind.forEach(
        (kind, byId) -> {
          if (byId.values().stream().noneMatch(forgotten)) {
            kept.put(kind, byId);
            return;
          }
          TreeMap<String, Observation> rest = new TreeMap<>(byId);
          rest.values().removeIf(forgotten);
          kept.put(kind, TreePMap.fromSortedMap(rest));
        });
    return new Layers(kept);
  }

  private static Observation later(Observation one, Observation other) {
    if (one.seen() != other.seen()) {
      Observation later = one.seen() > other.seen() ? one : other;
      boolean same = !one.isGone() && one.hasTheFactOf(other);
      // Of equal facts the old one is kept, so that the new one can be collected.
      return same ? new Observation(later.kind(), later.id(), later.seen(), one.fact()) : later;
    }
    if (one.isGone() || other.isGone()) {
      return one.isGone() ? one : other;
    }
    return one.fact().toString().compareTo(other.fact().toString()) >= 0 ? one : other;
  }

  private TreePMap<String, Observation> of(Kind kind) {
    return byKind.getOrDefault(kind, TreePMap.empty());
  }

  /** The latest observation of one object, which may be a tombstone. */
  public Optional<Observation> observation(Kind kind, String id) {
    return id == null ? Optional.empty() : Optional.ofNullable(of(kind).get(id));
  }

  /** Every observation, tombstones included. */
  public List<Observation> observations() {
    List<Observation> all = new ArrayList<>();
    byKind.values().forEach(byId -> all.addAll(byId.values()));
    return all;
  }

  /** Whether the other layers have the very same observations of a kind, found without a walk. */
  @SuppressWarnings("ReferenceEquality")
  public boolean shareAll(Kind kind, Layers other) {
    return of(kind) == other.of(kind);
  }

  /** How many observations there are, tombstones included. */
  public int size() {
    return byKind.values().stream().mapToInt(TreePMap::size).sum();
  }

  /** Every observation of one kind, tombstones included, in id order. */
  public Collection<Observation> observations(Kind kind) {
    return Collections.unmodifiableCollection(of(kind).values());
  }

  /** The objects of one kind that are known to exist, in id order. */
  public <T extends Fact> List<T> facts(Class<T> type) {
    List<T> facts = new ArrayList<>();
    for (Observation observation : of(Kind.of(type)).values()) {
      if (!observation.isGone()) {
        facts.add(type.cast(observation.fact()));
      }
    }
    return facts;
  }

  /** The fact with this id, if the object is known to exist. */
  public <T extends Fact> Optional<T> fact(Class<T> type, String id) {
    return observation(Kind.of(type), id).map(Observation::fact).map(type::cast);
  }

  /** Whether the object is known to be gone; false for an unknown object. */
  public boolean isGone(Kind kind, String id) {
    return observation(kind, id).filter(Observation::isGone).isPresent();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Layers layers && observations().equals(layers.observations());
  }

  @Override
  public int hashCode() {
    return observations().hashCode();
  }
}

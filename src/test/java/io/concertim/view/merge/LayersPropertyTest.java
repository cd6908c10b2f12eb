// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.ServerGroup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The merge law (decision D7): few ids and few versions, so that everything collides. */
class LayersPropertyTest {

  @Provide
  Arbitrary<List<Observation>> observations() {
    Arbitrary<String> ids = Arbitraries.of("a", "b", "c");
    Arbitrary<Long> versions = Arbitraries.longs().between(1, 4);
    Arbitrary<String> values = Arbitraries.of("x", "y", "z");
    Arbitrary<Observation> projects =
        Combinators.combine(ids, versions, values)
            .as((id, seen, name) -> Observation.of(Kind.PROJECT, seen, new Project(id, name)));
    Arbitrary<Observation> groups =
        Combinators.combine(ids, versions, values)
            .as(
                (id, seen, member) ->
                    Observation.of(Kind.SERVER_GROUP, seen, new ServerGroup(id, List.of(member))));
    Arbitrary<Observation> tombstones =
        Combinators.combine(Arbitraries.of(Kind.PROJECT, Kind.SERVER_GROUP), ids, versions)
            .as(Observation::gone);
    return Arbitraries.oneOf(projects, groups, tombstones).list().ofMaxSize(20);
  }

  private static Layers of(List<Observation> observations) {
    return Layers.empty().merge(observations);
  }

  @Property
  void isCommutative(
      @ForAll("observations") List<Observation> one,
      @ForAll("observations") List<Observation> other) {
    assertEquals(of(one).merge(other), of(other).merge(one));
  }

  @Property
  void isAssociative(
      @ForAll("observations") List<Observation> one,
      @ForAll("observations") List<Observation> two,
      @ForAll("observations") List<Observation> three) {
    Layers left = of(one).merge(two).merge(three);
    Layers right = of(one).merge(of(two).merge(three).observations());
    assertEquals(left, right);
    assertEquals(left.hashCode(), right.hashCode());
  }

  @Property
  void isIdempotent(@ForAll("observations") List<Observation> observations) {
    Layers layers = of(observations);
    assertEquals(layers, layers.merge(observations));
    assertEquals(layers, layers.merge(layers.observations()));
  }

  @Property
  void anyOrderAndAnyDuplicationGiveTheSame(
      @ForAll("observations") List<Observation> observations, @ForAll Random random) {
    List<Observation> shuffled = new ArrayList<>(observations);
    shuffled.addAll(observations);
    Collections.shuffle(shuffled, random);
    Layers layers = Layers.empty();
    for (Observation observation : shuffled) {
      layers = layers.merge(List.of(observation));
    }
    assertEquals(of(observations), layers);
  }

  @Property
  void theLatestObservationOfEachThingWins(@ForAll("observations") List<Observation> observations) {
    Layers layers = of(observations);
    for (Observation observation : observations) {
      Observation kept = layers.observation(observation.kind(), observation.id()).orElseThrow();
      assertTrue(kept.seen() >= observation.seen());
      boolean equallyLateDeletion = kept.seen() == observation.seen() && observation.isGone();
      assertTrue(!equallyLateDeletion || kept.isGone(), "of two equally late, a deletion wins");
    }
  }

  @Property
  void mergingLeavesTheLayersBeforeAsTheyWere(
      @ForAll("observations") List<Observation> one,
      @ForAll("observations") List<Observation> other) {
    Layers before = of(one);
    List<Observation> held = List.copyOf(before.observations());
    before.merge(other);
    assertEquals(held, before.observations());
  }

  @Example
  void layersShareTheKindsThatNoMergeHasTouched() {
    Layers before = of(List.of(Observation.of(Kind.PROJECT, 1, new Project("a", "x"))));
    Layers after = before.merge(List.of(Observation.gone(Kind.SERVER, "s", 2)));

    assertTrue(after.shareAll(Kind.PROJECT, before));
    assertFalse(after.shareAll(Kind.SERVER, before));
  }

  @Example
  void aTombstoneIsNoFactAndSaysThatTheThingIsGone() {
    Layers layers =
        of(
            List.of(
                Observation.of(Kind.PROJECT, 1, new Project("a", "x")),
                Observation.gone(Kind.PROJECT, "a", 2)));
    assertEquals(Optional.empty(), layers.fact(Project.class, "a"));
    assertEquals(List.of(), layers.facts(Project.class));
    assertTrue(layers.isGone(Kind.PROJECT, "a"));
    assertFalse(layers.isGone(Kind.PROJECT, "never heard of"));
    assertFalse(layers.isGone(Kind.SERVER_GROUP, "a"));
  }

  @Example
  void aThingMadeAgainLaterIsThereAgain() {
    Layers layers =
        of(
            List.of(
                Observation.gone(Kind.PROJECT, "a", 2),
                Observation.of(Kind.PROJECT, 3, new Project("a", "x"))));
    assertFalse(layers.isGone(Kind.PROJECT, "a"));
    assertEquals(List.of(new Project("a", "x")), layers.facts(Project.class));
  }

  @Example
  void whatIsForgottenIsNoLongerThereAndTheRestIs() {
    Layers layers =
        of(
            List.of(
                Observation.gone(Kind.PROJECT, "a", 2),
                Observation.of(Kind.PROJECT, 3, new Project("b", "x"))));
    Layers rest = layers.without(Observation::isGone);
    assertEquals(Optional.empty(), rest.observation(Kind.PROJECT, "a"));
    assertEquals(List.of(new Project("b", "x")), rest.facts(Project.class));
  }

  @Example
  void nothingHasTheIdNull() {
    assertEquals(Optional.empty(), Layers.empty().fact(Project.class, null));
  }
}

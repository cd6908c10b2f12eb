// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.concertim.view.mapping.Mapped;
import io.concertim.view.mapping.MappingSettings;
import io.concertim.view.mapping.Place;
import io.concertim.view.mapping.ViewMapping;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Project;
import io.concertim.view.state.State;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A mapping is taken again only if it would be the same. */
class LastMappingTest {
  private static final MappingSettings SETTINGS = new MappingSettings(42, false);

  private final LastMapping mapping = new LastMapping(SETTINGS);
  private final State known = State.empty().with(List.of(project("p", 1, "CM_a")));
  private final Mapped first = mapping.of(known);

  private static Observation project(String id, long seen, String name) {
    return Observation.of(Kind.PROJECT, seen, new Project(id, name));
  }

  private void assertMappedAnew(State state) {
    Mapped mapped = mapping.of(state);
    assertNotSame(first, mapped);
    assertEquals(ViewMapping.map(state.layers(), state.places(), SETTINGS), mapped);
  }

  @Test
  void whatWasOnlySeenAgainIsNotMappedAgain() {
    assertSame(first, mapping.of(known.with(List.of(project("p", 2, "CM_a")))));
    assertSame(first, mapping.of(known.with(List.of(project("p", 3, "CM_a")))));
  }

  @Test
  void aChangedFactIsMapped() {
    assertMappedAnew(known.with(List.of(project("p", 2, "CM_b"))));
  }

  @Test
  void aNewFactIsMapped() {
    assertMappedAnew(known.with(List.of(project("q", 2, "CM_q"))));
  }

  @Test
  void aTombstoneIsMapped() {
    assertMappedAnew(known.with(List.of(Observation.gone(Kind.PROJECT, "p", 2))));
  }

  @Test
  void whatIsForgottenIsMapped() {
    assertMappedAnew(known.with(known.layers().without(seen -> true)));
  }

  @Test
  void anotherPlaceIsMapped() {
    assertMappedAnew(known.published(Map.of("s", new Place("st", 1, 2)), 1));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.concertim.view.mapping.Mapped;
import io.concertim.view.mapping.MappingSettings;
import io.concertim.view.mapping.Place;
import io.concertim.view.mapping.ViewMapping;
import io.concertim.view.model.layer.Flavor;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalTeam;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackResource;
import io.concertim.view.model.layer.StackResources;
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

  /** A rack with a device. */
  private static List<Observation> cluster() {
    return List.of(
        Observation.of(
            Kind.TEAM, 1, new PortalTeam("t", "a", "p", "b", "2026-11-01", "2026-11-30", 0, 1)),
        project("p", 1, "CM_a"),
        Observation.of(Kind.FLAVOR, 1, new Flavor("f", "small", 1, 1024, 10)),
        Observation.of(
            Kind.STACK, 1, new Stack("s", "web", "p", "CM_anna", "CREATE_COMPLETE", null, null)),
        Observation.of(
            Kind.STACK_RESOURCES,
            1,
            new StackResources(
                "s", "seen", List.of(new StackResource("web", "OS::Nova::Server", "web")))),
        server("active", 1));
  }

  private static Observation server(String state, long seen) {
    return Observation.of(
        Kind.SERVER,
        seen,
        new Server(
            "web", "web", state, "p", "f", null, List.of(), List.of(), List.of(), List.of()));
  }

  @Test
  void aServersNewStateIsMappedIntoTheLastMapping() {
    State cluster = State.empty().with(cluster());
    Mapped before = mapping.of(cluster);
    State published = cluster.published(before.places(), 1);
    State after = published.with(List.of(server("stopped", 2)));

    Mapped now = mapping.of(after);

    assertEquals("STOPPED", now.devices().get(0).status());
    assertSame(before.racks(), now.racks());
    assertEquals(ViewMapping.map(after.layers(), after.places(), SETTINGS), now);
  }

  @Test
  void whatIsMappedAnewAndIsTheSameIsTheVeryRackAndDevice() {
    State cluster = State.empty().with(cluster());
    Mapped before = mapping.of(cluster);

    State after =
        cluster.published(before.places(), 1).with(List.of(project("another", 2, "CM_c")));
    Mapped now = mapping.of(after);

    assertEquals(1, now.devices().size());
    assertSame(before.racks().get(0), now.racks().get(0));
    assertSame(before.devices().get(0), now.devices().get(0));
    assertEquals(ViewMapping.map(after.layers(), after.places(), SETTINGS), now);
  }
}

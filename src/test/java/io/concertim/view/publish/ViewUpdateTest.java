// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.concertim.view.mapping.Mapped;
import io.concertim.view.mapping.MappingSettings;
import io.concertim.view.mapping.ViewMapping;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.model.layer.Flavor;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalTeam;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackResource;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.model.view.View;
import io.concertim.view.publish.Causes.Cause;
import io.concertim.view.state.LastMapping;
import io.concertim.view.state.State;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.SharedState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewUpdateTest {
  private static final MappingSettings SETTINGS = new MappingSettings(42, true);

  @TempDir private Path folder;
  private SharedState shared;
  private ViewUpdate update;

  @BeforeEach
  void open() throws IOException {
    shared = new SharedState(DataDirectory.open(folder), new HybridClock(Clock.systemUTC()));
    update = new ViewUpdate(Clock.systemUTC(), new LastMapping(SETTINGS), shared);
  }

  private Exchange take(Observation... observations) throws IOException {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    update.take(exchange, List.of(observations));
    return exchange;
  }

  private static Observation tree(String stamp, String server, long seen) {
    return Observation.of(
        Kind.STACK_RESOURCES,
        seen,
        new StackResources(
            "s", stamp, List.of(new StackResource("web", "OS::Nova::Server", server))));
  }

  @Test
  void aTreeWithAnotherStampChangesNothing() throws IOException {
    take(tree("proven", "web", 1));
    shared.published("view.json as it is");

    assertEquals(false, take(tree(null, "web", 2)).getProperty("changed"));
    assertEquals(true, take(tree(null, "db", 3)).getProperty("changed"));
  }

  private View map() throws IOException {
    return update.map(new DefaultExchange(new DefaultCamelContext()));
  }

  private void assertShowsAll(View view) {
    State known = shared.current();
    Mapped whole = ViewMapping.map(known.layers(), known.places(), SETTINGS);
    assertEquals(whole.racks(), view.racks());
    assertEquals(whole.devices(), view.devices());
    assertEquals(whole.problems(), view.problems());
  }

  private static Observation server(String id, String state, long seen) {
    return Observation.of(
        Kind.SERVER,
        seen,
        new Server(id, id, state, "p", "f", null, List.of(), List.of(), List.of(), List.of()));
  }

  /** A rack with a device, both new to the portal. */
  private static Observation[] cluster() {
    return new Observation[] {
      Observation.of(
          Kind.TEAM, 1, new PortalTeam("t", "alpha", "p", "a", "2026-11-01", "2026-11-30", 0, 1)),
      Observation.of(Kind.PROJECT, 1, new Project("p", "CM_alpha")),
      Observation.of(Kind.FLAVOR, 1, new Flavor("f", "small", 1, 1024, 10)),
      Observation.of(
          Kind.STACK, 1, new Stack("s", "web", "p", "CM_anna", "CREATE_COMPLETE", null, null)),
      tree("proven", "web", 1),
      server("web", "active", 1)
    };
  }

  @Test
  void aServersNewStateIsMappedIntoTheLastView() throws IOException {
    take(cluster());
    View first = map();
    take(server("web", "active", 2));
    take(server("web", "stopped", 3));

    View second = map();

    assertEquals("STOPPED", second.devices().get(0).status());
    assertSame(first.racks().get(0), second.racks().get(0));
    assertShowsAll(second);
  }

  @Test
  void whatAnotherProcessHasLearntIsMappedIntoTheLastView() throws IOException {
    take(cluster());
    View first = map();
    SharedState other =
        new SharedState(DataDirectory.open(folder), new HybridClock(Clock.systemUTC()));
    other.add(List.of(server("web", "stopped", 2)));
    take();

    View second = map();

    assertEquals("STOPPED", second.devices().get(0).status());
    assertSame(first.racks().get(0), second.racks().get(0));
    assertShowsAll(second);
  }

  @Test
  void causesArePassedOnUntilTheirChangesAreTold() throws IOException {
    Causes event =
        new Causes(Map.of("web", new Cause("event", "event", null)), Causes.MADE_ANEW.others());
    take(cluster());
    map();
    shared.tell();
    assertEquals(event, causesOf(event, server("web", "stopped", 2)));
    map();
    assertEquals("event", causesOf(null).of("web").text(), "it could not be told");

    map();
    shared.tell();
    new SharedState(DataDirectory.open(folder), new HybridClock(Clock.systemUTC()))
        .add(List.of(server("web", "active", 3)));
    assertEquals(Causes.MADE_ANEW, causesOf(null), "another process has learnt it");
  }

  private Causes causesOf(Causes given, Observation... observations) throws IOException {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setProperty("causes", given);
    update.take(exchange, List.of(observations));
    return exchange.getProperty("causes", Causes.class);
  }

  @Test
  void allIsMappedAnewAfterAnotherProcessHasLearntSomething() throws IOException {
    take(cluster());
    map();
    SharedState other =
        new SharedState(DataDirectory.open(folder), new HybridClock(Clock.systemUTC()));
    other.add(List.of(server("db", "active", 2), tree("later", "db", 2)));
    take(server("web", "stopped", 3));

    View view = map();

    assertEquals("db", view.devices().get(0).id().cloud());
    assertShowsAll(view);
  }

  @Test
  void allIsMappedAnewWhereTheLastViewDoesNotTell() throws IOException {
    take(cluster());
    map();
    take(Observation.gone(Kind.SERVER, "web", 2));
    take(server("web", "stopped", 3));

    View view = map();

    assertEquals("STOPPED", view.devices().get(0).status());
    assertShowsAll(view);
  }

  /** The portal may show it, though the cloud never did. */
  @Test
  void aDeletionOfWhatWasNeverKnownIsPublishedOnce() throws IOException {
    assertEquals(true, take(Observation.gone(Kind.SERVER, "none", 1)).getProperty("changed"));
    shared.published("view.json as it is");
    assertEquals(false, take(Observation.gone(Kind.SERVER, "none", 2)).getProperty("changed"));
  }

  @Test
  void noObservationAsksForTheViewToBeMadeAnew() throws IOException {
    assertEquals(true, take().getProperty("changed"));
  }
}

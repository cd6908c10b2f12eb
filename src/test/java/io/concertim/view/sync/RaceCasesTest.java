// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.merge.DeletionGate;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.merge.SourceRead;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Source;
import io.concertim.view.state.State;
import io.concertim.view.state.SyncMerge;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events that race with a full sync, as others were bitten by them (anchors.md section 4). */
class RaceCasesTest {
  private static final long T0 = HybridClock.micros(Instant.parse("2026-11-24T12:00:00Z"));
  private static final DeletionGate GATE = new DeletionGate(0.3, 10);

  private static Observation server(String id, long seen, String state) {
    return Observation.of(
        Kind.SERVER,
        seen,
        new Server(id, id, state, "p", "f", null, List.of(), List.of(), List.of(), List.of()));
  }

  /** A full sync that began at a time and whose list shows these servers. */
  private static SyncMerge sync(State before, long started, Observation... shown) {
    SourceRead cloud = new SourceRead(Source.OPENSTACK);
    List.of(shown).forEach(cloud::observe);
    cloud.completed(Kind.SERVER, started);
    return sync(before, cloud);
  }

  private static SyncMerge sync(State before, SourceRead cloud) {
    Map<Source, SourceRead> readings = new EnumMap<>(Source.class);
    for (Source source : Source.values()) {
      readings.put(source, SourceRead.notDue(source));
    }
    readings.put(Source.OPENSTACK, cloud);
    return new SyncMerge(before, readings, GATE, false);
  }

  private static State knowing(Observation... observations) {
    return State.empty().with(List.of(observations));
  }

  @Test
  void case1AServerThatAnEventBroughtSurvivesAListThatWasBegunBefore() {
    State before = knowing(server("old", T0, "active"));
    SyncMerge sync = sync(before, T0 + 10, server("old", T0 + 10, "active"));
    State meanwhile = before.with(List.of(server("new", T0 + 20, "active")));

    State after = sync.after(meanwhile, List.of());

    assertTrue(after.layers().fact(Server.class, "new").isPresent());
  }

  @Test
  void case1AlsoWhenItWasKnownBeforeTheListWasJudged() {
    State known = knowing(server("old", T0, "active"), server("new", T0 + 20, "active"));
    SyncMerge sync = sync(known, T0 + 10, server("old", T0 + 10, "active"));

    assertEquals(List.of(), sync.absences());
  }

  @Test
  void case2AServerThatWasDeletedWhileAListWasReadStaysDeleted() {
    State before = knowing(server("s", T0, "active"));
    SyncMerge sync = sync(before, T0 + 10, server("s", T0 + 10, "active"));
    State meanwhile = before.with(List.of(Observation.gone(Kind.SERVER, "s", T0 + 20)));

    State after = sync.after(meanwhile, List.of());

    assertTrue(after.layers().isGone(Kind.SERVER, "s"));
  }

  @Test
  void case6TimesOfTheServicesDecideNothing() {
    // Versions are when our reads began, so neither zones nor clocks of others matter.
    Layers layers =
        Layers.empty()
            .merge(List.of(server("s", T0 + 5, "stopped")))
            .merge(List.of(server("s", T0 + 4, "active")));

    assertEquals("stopped", layers.fact(Server.class, "s").orElseThrow().state());
  }

  @Test
  void case10AnEventAboutOneServerLeavesItsSiblings() {
    State known = knowing(server("one", T0, "active"), server("two", T0, "active"));

    State after = known.with(List.of(Observation.gone(Kind.SERVER, "one", T0 + 1)));

    assertTrue(after.layers().fact(Server.class, "two").isPresent());
  }

  @Test
  void case12ADeletionFoundByAListIsOfTheSameServer() {
    State known = knowing(server("s", T0, "active"));
    SyncMerge sync = sync(known, T0 + 10, server("other", T0 + 10, "active"));
    assertEquals("s", sync.absences().get(0).id());

    State after = sync.after(known, List.of(Observation.gone(Kind.SERVER, "s", T0 + 30)));

    assertTrue(after.layers().isGone(Kind.SERVER, "s"));
    assertFalse(after.layers().fact(Server.class, "s").isPresent());
  }

  @Test
  void case15AnEventBeforeTheFirstSyncIsPartOfIt() {
    State known = knowing(server("early", T0 + 20, "stopped"));
    SyncMerge sync =
        sync(State.empty(), T0, server("early", T0, "active"), server("other", T0, "active"));

    State after = sync.after(known, List.of());

    assertEquals("stopped", after.layers().fact(Server.class, "early").orElseThrow().state());
    assertTrue(after.layers().fact(Server.class, "other").isPresent());
  }

  @Test
  void case16AReadThatWasSuspendedForTooLongBringsNothingBack() {
    State known = State.empty();
    State synced =
        sync(known, T0 + 1_000_000, server("other", T0 + 1_000_000, "active"))
            .after(known, List.of());

    State after = synced.with(List.of(server("deleted", T0, "active")));

    assertTrue(after.layers().observation(Kind.SERVER, "deleted").isEmpty());
  }

  @Test
  void whatAnEventBroughtIsNotDroppedForAListThatWasNotReadToItsEndOrNotBelieved() {
    State known = knowing(server("a", T0, "active"));
    Observation brought = server("new", T0 + 5, "active");
    SourceRead broken = new SourceRead(Source.OPENSTACK);
    broken.startedAt(T0 + 10);
    broken.observe(server("a", T0 + 10, "active"));

    State after = sync(known, broken).after(known, List.of());
    assertTrue(after.with(List.of(brought)).layers().fact(Server.class, "new").isPresent());

    State held = sync(known, T0 + 10).after(known, List.of());
    assertEquals("server", held.held().get(Source.OPENSTACK).get(0).kind());
    assertTrue(held.with(List.of(brought)).layers().fact(Server.class, "new").isPresent());
  }
}

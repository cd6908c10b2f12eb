// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.Fault;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.publish.PortalPart;
import io.concertim.view.store.SharedState;
import io.concertim.view.sync.OfferWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A look at single racks and devices of the portal, between two full syncs. */
@Timeout(180)
class PortalLookTest {
  private static final String RACK = "4a000000-0000-4000-8000-0000000000a1";
  private static final String DEVICE = "dd000000-0000-4000-8000-0000000000a1";
  private static final String ELSEWHERE = "dd000000-0000-4000-8000-0000000000c1";

  @TempDir private Path folder;
  @AutoClose private LabView view;
  private SharedState shared;

  @BeforeEach
  void start() throws Exception {
    view =
        new LabView(
            folder,
            config ->
                config
                    .set("view.interval", "1h")
                    .set("view.queue", Map.of("max_length", 0, "portal_interval", "1h")));
    view.context().start();
    await().atMost(60, SECONDS).until(() -> Files.exists(view.directory().viewPickle()));
    shared = view.context().getRegistry().lookupByNameAndType("sharedState", SharedState.class);
    view.context().getRouteController().stopRoute("view-sync-queue");
    view.context().getRouteController().stopRoute("portal-watch");
    view.lab().calls().clear();
  }

  private Exception look(PortalPart... parts) {
    Exchange look =
        view.context()
            .createProducerTemplate()
            .request("direct:portal-refresh", all -> all.getMessage().setBody(List.of(parts)));
    return look.getException();
  }

  private Set<String> devices() {
    return shared.layers().facts(PortalDevice.class).stream()
        .map(PortalDevice::id)
        .collect(Collectors.toSet());
  }

  @Test
  void aRackShowsItsDevicesItsLackOfSomeAndThatItIsGone() {
    view.lab().world().devices().set(DEVICE, "status", "STOPPED");
    Set<String> before = devices();
    view.lab().world().devices().remove(ELSEWHERE);

    assertNull(look(new PortalPart(Kind.RACK, RACK)));
    PortalDevice shown = shared.layers().fact(PortalDevice.class, DEVICE).orElseThrow();
    assertEquals("STOPPED", shown.status());
    assertEquals(before, devices(), "nobody asked for another rack");

    view.lab().world().devices().remove(DEVICE);
    assertNull(look(new PortalPart(Kind.RACK, RACK)));
    assertEquals(1, view.lab().calls().matching("/api/v1/devices/" + DEVICE).size(), "confirmed");
    before.remove(DEVICE);
    assertEquals(before, devices());

    view.lab().world().deleteRack(RACK);
    assertNull(look(new PortalPart(Kind.RACK, RACK), new PortalPart(Kind.DEVICE, ELSEWHERE)));
    assertEquals(true, shared.layers().isGone(Kind.RACK, RACK));
    assertEquals(true, shared.layers().isGone(Kind.DEVICE, ELSEWHERE));
    assertEquals(
        List.of(),
        shared.layers().facts(PortalDevice.class).stream()
            .filter(device -> RACK.equals(device.rackId()))
            .toList());
    assertEquals(0, view.lab().calls().matching("/api/v1/devices$").size());
  }

  @Test
  void aPassWhosePickleIsReplacedBeforeAnybodyHasSeenItCountsToo() throws Exception {
    OfferWatch watch =
        view.context().getRegistry().lookupByNameAndType("offerWatch", OfferWatch.class);
    view.context().getRouteController().stopRoute("view-watch");
    assertNotNull(shared.offer());
    anew();
    assertFalse(watch.isDue(), "what we write ourselves is no pass");
    Path pickle = view.directory().viewPickle();
    Files.write(pickle, Files.readAllBytes(pickle));

    anew();

    assertTrue(watch.isDue());
  }

  private void anew() {
    view.context().createProducerTemplate().sendBody("direct:view-anew", null);
  }

  @Test
  void anObjectThatThePortalFailsOverDoesNotHideTheOthers() {
    String other =
        shared.layers().facts(PortalRack.class).stream()
            .map(PortalRack::id)
            .filter(id -> !id.equals(RACK))
            .findFirst()
            .orElseThrow();
    view.lab().world().racks().set(other, "status", "FAILED");
    view.lab().faults().fail("/api/v1/racks/" + RACK, Fault.status(500));

    assertNull(look(new PortalPart(Kind.RACK, RACK), new PortalPart(Kind.RACK, other)));
    assertEquals("FAILED", shared.layers().fact(PortalRack.class, other).orElseThrow().status());
    assertEquals(false, shared.layers().isGone(Kind.RACK, RACK));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.Problem.Cause;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.View;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * People delete by hand, without a notification: a full sync alone makes it right, or says what it
 * waits for (decision D9). No deletion of the cloud may pass the threshold here but the least.
 */
@Timeout(120)
class DeletedByHandTest {
  private static final String STACK = "57000000-0000-4000-8000-0000000000a1";
  private static final String RACK = "4a000000-0000-4000-8000-0000000000a1";
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final String WEB_DEVICE = "dd000000-0000-4000-8000-0000000000a1";
  private static final String DATA = "70000000-0000-4000-8000-0000000000a1";
  private static final String NET = "de000000-0000-4000-8000-0000000000a1";
  private static final String PROJECT = "a1000000000000000000000000000001";

  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private final LabConfig config =
      lab.config()
          .set("view.deletion_minimum", 1)
          .set("view.deletion_threshold", 0)
          .set("view.killbill_interval", "1ms");
  private View before;

  @BeforeEach
  void start() throws Exception {
    before = SyncedData.copyTo(config, folder).view();
    lab.calls().clear();
  }

  private LabSync sync() throws Exception {
    LabSync sync = LabSync.run(config, folder);
    sync.view().sources().values().forEach(s -> assertTrue(s.complete(), s.reason()));
    return sync;
  }

  private static Rack rack(View view) {
    return view.racks().stream()
        .filter(rack -> STACK.equals(rack.id().cloud()))
        .findFirst()
        .orElseThrow();
  }

  private static Device device(View view, String id) {
    return view.devices().stream()
        .filter(device -> id.equals(device.id().cloud()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aDeviceOfThePortalIsOfferedAgain() throws Exception {
    lab.world().devices().remove(WEB_DEVICE);

    View view = sync().view();

    assertNull(device(view, WEB).id().concertim());
    assertFalse(device(view, WEB).deleteMarker());
    assertNotNull(rack(view).id().concertim());
    assertEquals(List.of(), view.held());
  }

  @Test
  @DisplayName("a rack of the portal is offered again with all that was in it")
  void aRackOfThePortalIsOfferedAgainWithItsDevices() throws Exception {
    lab.world().deleteRack(RACK);

    View view = sync().view();

    assertNull(rack(view).id().concertim());
    for (String id : List.of(WEB, DATA, NET)) {
      assertNull(device(view, id).id().concertim(), id);
    }
    assertEquals(List.of(), view.held());
    assertEquals(1, lab.calls().matching("/api/v1/racks/" + RACK).size());
    assertEquals(0, lab.calls().matching("/api/v1/devices/").size(), "its rack's 404 is enough");
  }

  @Test
  void tenRacksOfThePortalAreGoneAtOnce() throws Exception {
    ObjectNode rack = lab.world().racks().get(RACK);
    for (int i = 0; i < 10; i++) {
      String id = "4a000000-0000-4000-8000-00000000000" + i;
      rack.put("id", id).put("name", "by-hand-" + i).remove("metadata");
      rack.put("order_id", "order-" + i);
      lab.world().racks().add(rack);
    }
    assertEquals(before.racks().size() + 10, sync().view().racks().size());
    for (int i = 0; i < 10; i++) {
      lab.world().deleteRack("4a000000-0000-4000-8000-00000000000" + i);
    }

    View view = sync().view();

    assertEquals(before.racks().size(), view.racks().size());
    assertEquals(List.of(), view.held());
  }

  @Test
  void aServerPastHeatIsGoneWithTheSecondSync() throws Exception {
    lab.world().servers().remove(WEB);

    View view = sync().view();
    assertFalse(device(view, WEB).deleteMarker());
    assertTrue(
        view.problems().stream()
            .anyMatch(
                p ->
                    p.cause() == Cause.NOT_CONFIRMED
                        && p.id().equals(WEB)
                        && p.reason().contains("the next sync")));

    assertTrue(device(sync().view(), WEB).deleteMarker());
  }

  @Test
  void aVolumeAndANetworkPastHeatAreGone() throws Exception {
    lab.world().volumes().remove(DATA);
    lab.world().networks().remove(NET);

    View view = sync().view();

    assertTrue(device(view, DATA).deleteMarker());
    assertTrue(device(view, NET).deleteMarker());
    assertFalse(rack(view).deleteMarker());
  }

  @Test
  @DisplayName("a type that an admin of the team has changed in the portal marks nothing as gone")
  void anotherTypeInThePortalIsNoDeletion() throws Exception {
    lab.world().devices().set(WEB_DEVICE, "type", "Volume");

    View view = sync().view();

    assertFalse(device(view, WEB).deleteMarker(), "Cinder denies it, but Nova has it");
    assertEquals(1, view.devices().stream().filter(d -> WEB.equals(d.id().cloud())).count());
  }

  @Test
  @DisplayName("more than may go at once are held, and problems says of each since when")
  void whatIsHeldIsReportedOfEachObjectWithoutChangingEachTime() throws Exception {
    Set<String> gone = Set.of(STACK, "57000000-0000-4000-8000-0000000000a2");
    gone.forEach(stack -> lab.world().stacks().remove(stack));

    View view = sync().view();

    assertFalse(rack(view).deleteMarker());
    List<Problem> told = view.problems().stream().filter(p -> p.cause() == Cause.HELD).toList();
    assertEquals(gone, told.stream().map(Problem::id).collect(Collectors.toSet()));
    assertEquals("stack", told.get(0).object());
    String since = "held since " + view.held().get(0).since() + ": the list lacks 2 of ";
    assertTrue(told.get(0).reason().contains(since), told.get(0).reason());
    assertTrue(told.get(0).reason().contains("resync --release-deletions"));
    assertEquals(view.problems(), sync().view().problems(), "nothing has changed");
  }

  @Test
  void aStackIsGone() throws Exception {
    lab.world().stacks().remove(STACK);

    View view = sync().view();

    assertTrue(rack(view).deleteMarker());
  }

  @Test
  void aProjectIsGoneAndItsRacksStayAsLongAsHeatHasTheirStacks() throws Exception {
    lab.world().projects().remove(PROJECT);

    LabSync sync = sync();

    assertTrue(sync.layers().isGone(Kind.PROJECT, PROJECT));
    assertFalse(rack(sync.view()).deleteMarker());
    assertFalse(device(sync.view(), WEB).deleteMarker());
  }

  @Test
  void anOrderThatIsCancelledIsNoOrder() throws Exception {
    String stack = "57000000-0000-4000-8000-0000000000a2";
    lab.world()
        .subscriptions()
        .set("5b000000-0000-4000-8000-0000000000a2", "cancelled", "2026-11-25");

    View view = sync().view();

    Rack waiting =
        view.racks().stream()
            .filter(rack -> stack.equals(rack.id().cloud()))
            .findFirst()
            .orElseThrow();
    assertTrue(waiting.pending().contains("no ACTIVE subscription"), waiting.pending());
  }

  @Test
  void moreThanTheThresholdOfTheCloudIsHeld() throws Exception {
    lab.world().together(() -> lab.world().deleteStack("57000000-0000-4000-8000-0000000000b1"));
    lab.world().stacks().remove(STACK);

    View view = sync().view();

    assertFalse(rack(view).deleteMarker());
    assertTrue(view.held().stream().anyMatch(held -> held.ids().contains(STACK)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.Problem.Cause;
import io.concertim.view.model.view.Problem.Effect;
import io.concertim.view.model.view.View;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A device of a type that the portal has no class for makes its list answer 500, and its rack, and
 * nothing else (concertim-api.md section 8): so the devices are read rack by rack (decision D16).
 */
@Timeout(120)
class SpoiltDeviceListTest {
  private static final String RACK = "4a000000-0000-4000-8000-0000000000a1";
  private static final String BAD = "dd000000-0000-4000-8000-0000000000a1";
  private static final String OTHER = "dd000000-0000-4000-8000-0000000000c1";
  private static final String LIST = "/api/v1/devices$";

  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private final LabConfig config =
      lab.config().set("view.retries", 3).set("view.retry_delay", "5ms");
  private View before;

  @BeforeEach
  void start() throws Exception {
    before = SyncedData.copyTo(config, folder).view();
  }

  private View sync() throws Exception {
    View view = LabSync.run(config, folder).view();
    assertTrue(
        view.sources().get(Source.CONCERTIM).complete(),
        () -> view.sources().get(Source.CONCERTIM).reason());
    return view;
  }

  private void spoil(String device) {
    lab.world().devices().set(device, "type", "Nope");
  }

  private static Device device(View view, String id) {
    return view.devices().stream()
        .filter(device -> id.equals(device.id().concertim()))
        .findFirst()
        .orElseThrow();
  }

  private static List<Problem> unread(View view) {
    return view.problems().stream().filter(p -> p.cause() == Cause.NOT_READ).toList();
  }

  @Test
  void theRackOfTheBadDeviceIsKeptAndReported() throws Exception {
    spoil(BAD);

    View view = sync();

    assertEquals(before.racks(), view.racks());
    assertEquals(before.devices(), view.devices());
    assertEquals(List.of(), view.held());
    Problem problem = unread(view).get(0);
    assertEquals(1, unread(view).size(), view.problems().toString());
    assertEquals(Effect.KEPT, problem.effect());
    assertEquals("rack", problem.object());
    assertEquals(RACK, problem.id());
    assertTrue(problem.reason().contains("answered 500"), problem.reason());
    assertTrue(problem.reason().contains("'Nope'"), problem.reason());
    assertEquals(view.problems(), sync().problems(), "told until it can be read");
  }

  @Test
  void theOthersAreRead() throws Exception {
    assertEquals(OTHER, device(before, OTHER).id().concertim());
    spoil(BAD);
    lab.world().devices().remove(OTHER);

    View view = sync();

    assertTrue(
        view.devices().stream().noneMatch(device -> OTHER.equals(device.id().concertim())),
        "its own rack lacks it, and it is confirmed by id");
    assertEquals(BAD, device(view, BAD).id().concertim());
  }

  @Test
  void whatFailsIsTriedOnceMoreAndNothingIsAskedTwiceWithoutNeed() throws Exception {
    spoil(BAD);

    sync();

    assertEquals(2, lab.calls().matching(LIST).size());
    assertEquals(2, lab.calls().matching("/api/v1/racks/" + RACK).size());
    int racks = lab.world().racks().size();
    assertEquals(racks + 1, lab.calls().matching("/api/v1/racks/").size());
  }

  @Test
  void theListIsReadAgainOnceItWorks() throws Exception {
    spoil(BAD);
    sync();
    lab.world().devices().set(BAD, "type", "Instance");
    lab.calls().clear();

    View view = sync();

    assertEquals(before.devices(), view.devices());
    assertEquals(before.problems(), view.problems());
    assertEquals(0, lab.calls().matching("/api/v1/racks/").size());
  }

  @Test
  void aRackThatIsDeletedMeanwhileIsNoFault() throws Exception {
    lab.faults().fail(LIST, Fault.status(500));
    lab.faults()
        .fail(
            "/api/v1/racks$",
            Fault.rewritten(
                list -> {
                  lab.world().deleteRack(RACK);
                  return list;
                }),
            1);

    View view = sync();

    assertEquals(List.of(), unread(view));
    assertTrue(
        view.devices().stream().noneMatch(device -> BAD.equals(device.id().concertim())),
        "its rack's 404 is not enough, but its own is");
  }

  @Test
  void allRacksInTurnMayFailAndTheTeamsAreReadAllTheSame() throws Exception {
    lab.faults().fail(LIST, Fault.status(500));
    lab.faults().fail("/api/v1/racks/", Fault.status(500));
    String team = before.teams().get(0).id().concertim();
    lab.world().teams().set(team, "credits", "7.5");

    View view = sync();

    assertEquals(before.devices(), view.devices());
    assertEquals(lab.world().racks().size(), unread(view).size());
    assertTrue(view.teams().stream().anyMatch(t -> t.credits() == 7.5));
  }

  @Test
  void anotherFailureOfTheListIsThePortals() throws Exception {
    lab.faults().fail(LIST, Fault.status(503));

    View view = LabSync.run(config, folder).view();

    assertFalse(view.sources().get(Source.CONCERTIM).complete());
    assertEquals(before.devices(), view.devices());
    assertNull(view.sources().get(Source.OPENSTACK).reason());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.python;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Rack;
import io.concertim.view.store.SampleView;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PythonViewTest {
  private static final BilledId UNORDERED = new BilledId("rack-2", "stack-2", null);
  private static final BilledId UNBILLED = new BilledId("rack-3", "stack-3", "order-3");

  @Test
  void leavesOutRacksThatArePending() {
    assertEquals(Set.of(), racks(SampleView.rack(UNORDERED, SampleView.TEAM, "no order yet")));
  }

  @Test
  void leavesOutRacksWhoseTeamIsNotInTheView() {
    assertEquals(
        Set.of(),
        racks(
            SampleView.rack(SampleView.RACK, new BilledId("team-9", null, null), null),
            SampleView.rack(SampleView.RACK, null, null)));
  }

  @Test
  void leavesOutDevicesWhoseRackIsOut() {
    BilledId unknown = new BilledId("rack-9", null, null);
    assertEquals(
        Set.of(),
        devices(
            SampleView.device(new PairedId("d", "s"), "Instance", unknown, SampleView.FLAVORED),
            SampleView.device(new PairedId("e", "t"), "Instance", null, SampleView.FLAVORED)));
  }

  @Test
  void leavesOutDevicesOfOtherTypes() {
    assertEquals(
        Set.of(),
        devices(
            SampleView.device(
                new PairedId("d", "s"), "Switch", SampleView.RACK, SampleView.FLAVORED),
            SampleView.device(new PairedId("e", "t"), null, SampleView.RACK, SampleView.FLAVORED)));
  }

  @Test
  void leavesOutDevicesWithoutCloudIdOnlyWhereBillingWouldAskForTheirCost() {
    PairedId inBilled = new PairedId("d1", null);
    PairedId inUnordered = new PairedId("d2", null);
    PairedId inUnbilled = new PairedId("d3", null);

    assertEquals(
        Set.of(inUnordered, inUnbilled),
        devices(
            SampleView.device(inBilled, "Instance", SampleView.RACK, SampleView.FLAVORED),
            SampleView.device(inUnordered, "Instance", UNORDERED, SampleView.FLAVORED),
            SampleView.device(inUnbilled, "Instance", UNBILLED, SampleView.FLAVORED)));
  }

  @Test
  void leavesOutNewDevicesWithoutATemplateButKeepsKnownOnes() {
    PairedId known = new PairedId("d1", "s1");

    assertEquals(
        Set.of(known),
        devices(
            SampleView.device(known, "Instance", SampleView.RACK, null),
            SampleView.device(new PairedId(null, "s2"), "Instance", SampleView.RACK, null)));
  }

  private static Set<BilledId> racks(Rack... racks) {
    return PythonView.of(SampleView.of(List.of(racks), List.of())).racks().keySet();
  }

  private static Set<PairedId> devices(Device... devices) {
    List<Rack> racks =
        List.of(
            SampleView.rack(SampleView.RACK, SampleView.TEAM, null),
            SampleView.rack(UNORDERED, SampleView.TEAM, null),
            SampleView.rack(UNBILLED, SampleView.UNBILLED_TEAM, null));
    return PythonView.of(SampleView.of(racks, List.of(devices))).devices().keySet();
  }
}

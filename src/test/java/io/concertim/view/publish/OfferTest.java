// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.View;
import io.concertim.view.store.SampleView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OfferTest {
  private static final PortalPart RACK = new PortalPart(Kind.RACK, "rack-1");
  private static final PortalPart RACKS = PortalPart.list(Kind.RACK);

  /** The sample's template is new and its rack differs; both are left out here. */
  private static Map<PortalPart, Wanted> wanted(List<Device> devices, Rack... racks) {
    Map<PortalPart, Wanted> wanted = Offer.parse(Offer.text(view(devices, racks)));
    wanted.remove(PortalPart.list(Kind.TEMPLATE));
    return wanted;
  }

  private static View view(List<Device> devices, Rack... racks) {
    return SampleView.of(List.of(racks), devices);
  }

  private static Device known(int number, boolean deleted, boolean updated, String status) {
    Device device = SampleView.device("device-" + number, "server-" + number);
    return new Device(
        device.id(),
        device.name(),
        device.type(),
        device.description(),
        device.rackId(),
        device.templateId(),
        device.location(),
        status,
        device.networkInterfaces(),
        device.cost(),
        device.details(),
        deleted,
        updated);
  }

  /** So many that nothing is wanted of, and some others. */
  private static List<Device> among(int others, Device... some) {
    List<Device> devices = new ArrayList<>(List.of(some));
    for (int i = 0; i < others; i++) {
      devices.add(known(100 + i, false, false, "ACTIVE"));
    }
    return devices;
  }

  @Test
  void aNewDeviceIsFoundInItsRack() {
    Map<PortalPart, Wanted> wanted = wanted(List.of(SampleView.device(null, "server-1")));

    assertEquals(Set.of(RACK), wanted.keySet());
    assertEquals(true, wanted.get(RACK).offered());
  }

  @Test
  void aNewRackIsFoundInTheListAndItsDevicesOnlyThen() {
    BilledId isNew = new BilledId(null, "stack-1", "order-1");
    Device inside =
        SampleView.device(new PairedId(null, "server-1"), "Instance", isNew, SampleView.FLAVORED);

    assertEquals(
        Set.of(RACKS),
        wanted(List.of(inside), SampleView.rack(isNew, SampleView.TEAM, null)).keySet());
    assertEquals(
        Map.of(),
        wanted(List.of(inside), SampleView.rack(isNew, SampleView.TEAM, "no order yet")),
        "a pending rack is not offered");
  }

  @Test
  void aNewTemplateIsFoundInTheList() {
    assertEquals(
        Set.of(PortalPart.list(Kind.TEMPLATE)), Offer.parse(Offer.text(view(List.of()))).keySet());
  }

  @Test
  void aDeletionOrAChangeShowsInTheDeviceItself() {
    Map<PortalPart, Wanted> wanted =
        wanted(among(9, known(1, true, false, "ACTIVE"), known(2, false, true, "STOPPED")));

    assertEquals(
        Set.of(new PortalPart(Kind.DEVICE, "device-1"), new PortalPart(Kind.DEVICE, "device-2")),
        wanted.keySet());
    assertEquals(true, wanted.get(new PortalPart(Kind.DEVICE, "device-1")).offered());
    assertFalse(wanted.get(new PortalPart(Kind.DEVICE, "device-2")).offered());
  }

  @Test
  void manyInOneRackShowInTheRack() {
    Map<PortalPart, Wanted> wanted =
        wanted(among(2, known(1, true, false, "ACTIVE"), known(2, false, true, "STOPPED")));

    assertEquals(Set.of(RACK), wanted.keySet());
    assertEquals(2, wanted.get(RACK).objects());
  }

  @Test
  void aRackThatDiffersIsAChangeOfItself() {
    Map<PortalPart, Wanted> wanted =
        wanted(List.of(), SampleView.rack(SampleView.RACK, SampleView.TEAM, null));

    assertEquals(Set.of(RACK), wanted.keySet());
    assertFalse(wanted.get(RACK).offered());
  }

  @Test
  void changesOfManyRacksShowInTheListOfRacks() {
    Rack[] two = racks(2);
    Map<PortalPart, Wanted> few = wanted(List.of(), racks(1));
    Map<PortalPart, Wanted> many = wanted(List.of(), two);
    Map<PortalPart, Wanted> withOffer = wanted(List.of(SampleView.device(null, "server-1")), two);

    assertEquals(Set.of(new PortalPart(Kind.RACK, "rack-1")), few.keySet());
    assertEquals(Set.of(RACKS), many.keySet());
    assertEquals(2, many.get(RACKS).objects());
    assertFalse(many.get(RACKS).offered());
    assertEquals(Set.of(RACKS, RACK), withOffer.keySet(), "a new device shows in its rack only");
  }

  private static Rack[] racks(int changed) {
    return IntStream.rangeClosed(1, changed)
        .mapToObj(i -> new BilledId("rack-" + i, "stack-" + i, "order-" + i))
        .map(id -> SampleView.rack(id, SampleView.TEAM, null))
        .toArray(Rack[]::new);
  }

  @Test
  void isTheSameInAnyOrderAndDiffersInAnyPart() {
    Device one = SampleView.device(null, "server-1");
    Device other = SampleView.device(null, "server-2");

    assertEquals(wanted(List.of(one, other)), wanted(List.of(other, one)));
    assertNotEquals(wanted(List.of(one)), wanted(List.of(other)));
    assertNotEquals(
        wanted(among(9, known(1, false, true, "STOPPED"))),
        wanted(among(9, known(1, false, true, "SUSPENDED"))));
  }

  @Test
  void whatIsNotUnderstoodIsLeftOut() {
    assertEquals(Map.of(), Offer.parse("17-3fa1"));
    assertEquals(Map.of(), Offer.parse(null));
    assertEquals(Set.of(RACK), Offer.parse("+RACK 1-f rack-1\n+TEAM 1-f t\n+RACK x\n").keySet());
  }

  @Test
  void whereNothingIsWantedThereIsNoText() {
    View view = view(among(3));
    View plain =
        new View(
            view.generation(),
            view.writtenAt(),
            view.sources(),
            view.teams(),
            view.users(),
            List.of(),
            view.racks(),
            view.devices(),
            view.problems(),
            view.held());

    assertNull(Offer.text(plain));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.layer.PortalRack;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RackAbsencesTest {
  private static Observation rack(String id, long seen) {
    return Observation.of(
        Kind.RACK,
        seen,
        new PortalRack(
            id, id, 42, "ACTIVE", "o", null, "s", null, null, null, null, null, Map.of()));
  }

  private static Observation device(String id, String rack, long seen) {
    return Observation.of(
        Kind.DEVICE,
        seen,
        new PortalDevice(
            id,
            id,
            "Instance",
            null,
            "ACTIVE",
            0,
            null,
            rack,
            1,
            1,
            "f",
            id,
            null,
            null,
            Map.of()));
  }

  private static List<String> absent(List<Observation> known, Observation... shown) {
    return RackAbsences.of(Layers.empty().merge(known), List.of(shown)).stream()
        .map(MissingObject::id)
        .toList();
  }

  @Test
  void aRackLacksTheDevicesThatItDoesNotShowAnyMore() {
    List<Observation> known =
        List.of(device("a", "r1", 1), device("b", "r1", 1), device("c", "r2", 1));

    assertEquals(List.of("b"), absent(known, rack("r1", 5), device("a", "r1", 5)));
  }

  @Test
  void whatWasSeenSinceIsNotMissing() {
    assertEquals(List.of(), absent(List.of(device("a", "r1", 6)), rack("r1", 5)));
  }

  @Test
  void aDeviceThatIsReadByItselfSaysNothingOfItsRack() {
    List<Observation> known = List.of(device("a", "r1", 1), device("b", "r1", 1));

    assertEquals(List.of(), absent(known, device("a", "r1", 5)));
    assertEquals(List.of(), absent(known, Observation.gone(Kind.RACK, "r1", 5)));
  }

  @Test
  void whatIsGoneIsNotAskedForAgain() {
    assertEquals(List.of(), absent(List.of(Observation.gone(Kind.DEVICE, "a", 1)), rack("r1", 5)));
  }
}

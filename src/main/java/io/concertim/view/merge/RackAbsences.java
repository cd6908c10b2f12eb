// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.merge;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalDevice;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What racks that were read by their id, with all their devices, lack of what was known. */
public final class RackAbsences {
  private RackAbsences() {}

  /**
   * The devices that have to be asked for by id before they count as gone (decision D9).
   *
   * @param known the layers before
   * @param shown what racks showed of themselves and their devices
   */
  public static List<MissingObject> of(Layers known, List<Observation> shown) {
    Map<String, Long> racks = new HashMap<>();
    Set<String> devices = new HashSet<>();
    for (Observation seen : shown) {
      if (seen.kind() == Kind.RACK && !seen.isGone()) {
        racks.put(seen.id(), seen.seen());
      } else if (seen.kind() == Kind.DEVICE) {
        devices.add(seen.id());
      }
    }
    return racks.isEmpty()
        ? List.of()
        : known.observations(Kind.DEVICE).stream()
            .filter(device -> !devices.contains(device.id()))
            .filter(
                device ->
                    device.fact() instanceof PortalDevice fact
                        && isOlder(device, racks.get(fact.rackId())))
            .map(device -> new MissingObject(Kind.DEVICE, device.id(), device.fact()))
            .toList();
  }

  private static boolean isOlder(Observation device, Long rackRead) {
    return rackRead != null && device.seen() < rackRead;
  }
}

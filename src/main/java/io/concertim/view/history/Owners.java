// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import io.concertim.view.history.Change.Owner;
import io.concertim.view.history.ViewDifference.Difference;
import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.View;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** In which rack the objects are that differ between two views, and of which team. */
public final class Owners {
  private final Map<BilledId, Team> teams = new HashMap<>();
  private final Map<BilledId, Rack> racks = new HashMap<>();
  private final Map<String, Rack> racksByKey = new HashMap<>();
  private final Map<String, BilledId> rackOfDevice = new HashMap<>();

  /** The owners of what differs between two views; those of the later view count. */
  public Owners(List<Difference> found, View before, View after) {
    Set<String> devices =
        found.stream()
            .filter(one -> one.kind().equals("device"))
            .map(Difference::id)
            .collect(Collectors.toSet());
    if (!found.isEmpty()) {
      learn(before, devices);
      learn(after, devices);
    }
  }

  private void learn(View view, Set<String> devices) {
    view.teams().forEach(team -> teams.put(team.id(), team));
    for (Rack rack : view.racks()) {
      racks.put(rack.id(), rack);
      racksByKey.put(ViewPart.key(rack.id()), rack);
    }
    for (Device device : view.devices()) {
      String key = ViewPart.key(device.id());
      if (devices.contains(key)) {
        rackOfDevice.put(key, device.rackId());
      }
    }
  }

  /** The rack of a device; null for other objects. */
  public Owner rack(Difference one) {
    Rack rack = one.kind().equals("device") ? racks.get(rackOfDevice.get(one.id())) : null;
    return rack == null ? null : new Owner(ViewPart.key(rack.id()), rack.name().shown());
  }

  /** The team of a rack, or of a device's rack; null for other objects. */
  public Owner team(Difference one) {
    Rack rack =
        one.kind().equals("device")
            ? racks.get(rackOfDevice.get(one.id()))
            : one.kind().equals("rack") ? racksByKey.get(one.id()) : null;
    Team team = rack == null ? null : teams.get(rack.teamId());
    return team == null ? null : new Owner(ViewPart.key(team.id()), team.name().concertim());
  }
}

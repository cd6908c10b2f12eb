// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.View;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The beginning of a view, which the console shows while it loads the rest. */
final class FirstRacks {
  private FirstRacks() {}

  /** The first racks of the first teams, with these teams and the devices in these racks. */
  static View of(View view, long racks) {
    Set<BilledId> first =
        view.teams().stream()
            .flatMap(team -> team.racks().stream())
            .limit(racks)
            .collect(Collectors.toSet());
    return new View(
        view.generation(),
        view.writtenAt(),
        view.sources(),
        view.teams().stream()
            .filter(team -> team.racks().stream().anyMatch(first::contains))
            .toList(),
        List.of(),
        List.of(),
        view.racks().stream().filter(rack -> first.contains(rack.id())).toList(),
        view.devices().stream().filter(device -> first.contains(device.rackId())).toList(),
        List.of(),
        List.of());
  }
}

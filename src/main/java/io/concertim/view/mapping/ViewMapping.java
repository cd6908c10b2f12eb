// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Rack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Maps the three layers to the view: the one mapping for a full sync and for a single event
 * (decision D5). A pure function; what every field means is in docs/mapping.md.
 */
public final class ViewMapping {
  private ViewMapping() {}

  /**
   * Maps the layers.
   *
   * @param given the places that earlier mappings gave, by cloud id
   */
  public static Mapped map(Layers layers, Map<String, Place> given, MappingSettings settings) {
    Problems problems = new Problems();
    Billing billing = new Billing(layers);
    TeamMapping teams = new TeamMapping(layers);
    TemplateMapping templates = new TemplateMapping(layers, problems);
    StackMembers members = new StackMembers(layers);
    RackMapping rackMapping = new RackMapping(layers, teams, members, billing, settings, problems);
    KnownDevices known = new KnownDevices(layers, rackMapping, templates, members, problems);
    NewDevices added =
        new NewDevices(layers, rackMapping, templates, members, known.cloudIds(), given, problems);
    List<Device> devices = new ArrayList<>(known.devices);
    devices.addAll(added.devices);
    List<Rack> racks = rackMapping.racks.stream().map(RackDraft::rack).toList();
    Map<BilledId, List<BilledId>> racksByTeam = new HashMap<>();
    racks.forEach(
        rack -> racksByTeam.computeIfAbsent(rack.teamId(), t -> new ArrayList<>()).add(rack.id()));
    return new Mapped(
        teams.teams(racksByTeam, billing),
        teams.users(),
        templates.templates,
        racks,
        devices,
        problems.all(),
        added.places);
  }
}

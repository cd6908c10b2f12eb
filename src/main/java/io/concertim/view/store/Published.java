package io.concertim.view.store;

import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.Template;
import io.concertim.view.model.view.User;
import io.concertim.view.model.view.View;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The part of a view that the Python services may act on, by key, in the view's order. What would
 * end one of their passes with an exception stays out (suite.md sections 4 and "billing rules"):
 *
 * <ul>
 *   <li>racks that are pending or whose team is not in the view,
 *   <li>devices whose rack is out, or whose type is none of Concertim's three,
 *   <li>devices without a cloud id in a rack that billing charges for,
 *   <li>devices that are new to Concertim and have no template or no place.
 * </ul>
 */
record Published(
    Map<BilledId, Team> teams,
    Map<PairedId, User> users,
    Map<PairedId, Template> templates,
    Map<BilledId, Rack> racks,
    Map<PairedId, Device> devices) {
  private static final Set<String> TYPES = Set.of("Instance", "Volume", "Network");

  static Published of(View view) {
    Published published =
        new Published(
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>());
    view.teams().forEach(team -> published.teams.put(team.id(), team));
    view.users().forEach(user -> published.users.put(user.id(), user));
    view.templates().forEach(template -> published.templates.put(template.id(), template));
    view.racks().stream()
        .filter(published::accepts)
        .forEach(rack -> published.racks.put(rack.id(), rack));
    view.devices().stream()
        .filter(published::accepts)
        .forEach(device -> published.devices.put(device.id(), device));
    return published;
  }

  private boolean accepts(Rack rack) {
    return rack.pending() == null && teams.containsKey(rack.teamId());
  }

  private boolean accepts(Device device) {
    Rack rack = racks.get(device.rackId());
    return rack != null
        && device.type() != null
        && TYPES.contains(device.type())
        && (device.id().cloud() != null || !isCharged(rack))
        && (device.id().concertim() != null || canBeCreated(device));
  }

  private static boolean isCharged(Rack rack) {
    return isKnown(rack.id().billing()) && isKnown(rack.teamId().billing());
  }

  private static boolean isKnown(String id) {
    return id != null && !id.isEmpty();
  }

  private boolean canBeCreated(Device device) {
    return templates.containsKey(device.templateId()) && device.location() != null;
  }
}

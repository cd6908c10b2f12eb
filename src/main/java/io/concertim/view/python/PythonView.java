// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.python;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.Template;
import io.concertim.view.model.view.User;
import io.concertim.view.model.view.View;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
record PythonView(
    Map<BilledId, Team> teams,
    Map<PairedId, User> users,
    Map<PairedId, Template> templates,
    Map<BilledId, Rack> racks,
    Map<PairedId, Device> devices) {
  static PythonView of(View view) {
    PythonView published =
        new PythonView(
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

  /**
   * Makes this, which is of one view, that of a later one, if both differ in single devices that
   * keep their place and remain in or out.
   *
   * @return false if they differ in more; then this is as it was
   */
  @SuppressWarnings("ReferenceEquality") // a comparison of all would cost as much as a new start
  boolean follows(View view, View later) {
    if (view.teams() != later.teams()
        || view.users() != later.users()
        || view.templates() != later.templates()
        || view.racks() != later.racks()
        || view.devices().size() != later.devices().size()) {
      return false;
    }
    List<Device> changed = new ArrayList<>();
    Iterator<Device> before = view.devices().iterator();
    for (Device device : later.devices()) {
      Device was = before.next();
      if (was != device) {
        if (!isAsAccepted(was, device)) {
          return false;
        }
        changed.add(device);
      }
    }
    changed.forEach(device -> devices.computeIfPresent(device.id(), (id, was) -> device));
    return true;
  }

  private static boolean isAsAccepted(Device one, Device other) {
    return one.id().equals(other.id())
        && Objects.equals(one.type(), other.type())
        && Objects.equals(one.rackId(), other.rackId())
        && Objects.equals(one.templateId(), other.templateId())
        && (one.location() == null) == (other.location() == null);
  }

  private boolean accepts(Rack rack) {
    return rack.pending() == null && teams.containsKey(rack.teamId());
  }

  private boolean accepts(Device device) {
    Rack rack = racks.get(device.rackId());
    return rack != null
        && Kind.DEVICES.stream().anyMatch(kind -> kind.deviceType().equals(device.type()))
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

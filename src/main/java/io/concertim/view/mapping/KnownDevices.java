// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Location;
import io.concertim.view.model.view.NamePair;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Problem.Cause;
import io.concertim.view.model.view.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Lays servers, volumes and networks over the devices that the portal shows (semantics.md sections
 * 4, 7 and 8).
 */
final class KnownDevices {
  private final Layers layers;
  private final RackMapping racks;
  private final TemplateMapping templates;
  private final StackMembers members;
  private final Problems problems;
  private final Map<String, PortalDevice> shown;
  final List<Device> devices = new ArrayList<>();

  KnownDevices(
      Layers layers,
      RackMapping racks,
      TemplateMapping templates,
      StackMembers members,
      Problems problems) {
    this.layers = layers;
    this.racks = racks;
    this.templates = templates;
    this.members = members;
    this.problems = problems;
    List<PortalDevice> known = layers.facts(PortalDevice.class);
    this.shown = BestMatch.index(known, PortalDevice::cloudId, device -> 0);
    known.forEach(this::mapKnown);
  }

  /** The cloud ids that the portal's devices carry, also those that are left out. */
  Set<String> cloudIds() {
    return shown.keySet();
  }

  private void mapKnown(PortalDevice device) {
    RackDraft rack = racks.of(device.stackId(), device.rackId());
    if (rack == null) {
      problems.leftOut(
          Cause.NO_RACK,
          "device",
          device.id(),
          "its rack " + device.rackId() + " is not in the view");
      return;
    }
    boolean shownByAnother =
        device.cloudId() != null && !shown.get(device.cloudId()).id().equals(device.id());
    if (shownByAnother) {
      problems.kept(
          Cause.SHOWN_TWICE,
          "device",
          device.id(),
          "names %s, which the portal also shows as device %s"
              .formatted(device.cloudId(), shown.get(device.cloudId()).id()));
    }
    PairedId id = new PairedId(device.id(), device.cloudId());
    DeviceState state =
        shownByAnother ? DeviceState.asShown(device) : DeviceState.of(device, layers);
    Template template = templates.byConcertimId(device.templateId());
    // Concertim deletes a rack with all that is in it: no mark and no update of their own.
    boolean goesWithRack = racks.isLeaving(device.rackId());
    boolean gone = isGone(device);
    if (!gone && !device.type().equals(Kind.SERVER.deviceType())) {
      reportStray(device, rack);
    }
    rack.add(id, device.name(), device.startUnit(), device.endUnit());
    devices.add(
        new Device(
            id,
            new NamePair(device.name(), device.name()),
            device.type(),
            Objects.requireNonNullElse(device.description(), ""),
            rack.id,
            template == null ? null : template.id(),
            new Location(device.startUnit(), device.endUnit(), device.facing()),
            state.status(),
            state.interfaces(),
            device.cost(),
            state.details(),
            gone && !goesWithRack,
            !goesWithRack && state.differsFrom(device)));
  }

  /**
   * A device without a cloud id was not made from the cloud, and is never marked as gone
   * (python-defects A22). The device's type does not say what the id is of: a team's admin can
   * change the type in the portal. Cinder then denies a server, which Nova has all the same.
   */
  private boolean isGone(PortalDevice device) {
    String id = device.cloudId();
    return Kind.DEVICES.stream().anyMatch(kind -> layers.isGone(kind, id))
        && Kind.DEVICES.stream().noneMatch(kind -> isThere(kind, id));
  }

  private boolean isThere(Kind kind, String id) {
    return layers.observation(kind, id).filter(seen -> !seen.isGone()).isPresent();
  }

  /** A volume or network that its stack let go, as with Heat's deletion policy "retain". */
  private void reportStray(PortalDevice device, RackDraft rack) {
    if (device.cloudId() != null && members.hasLeft(rack.stack, device.cloudId())) {
      problems.kept(
          Cause.NO_STACK,
          "device",
          device.id(),
          "no stack has " + device.cloudId() + " any more, but the cloud does not say it is gone");
    }
  }
}

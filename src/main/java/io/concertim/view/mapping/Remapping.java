// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Network;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Volume;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.Problem.Cause;
import io.concertim.view.model.view.Rack;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Updates the last mapping if a change can show in single devices only, so that one event does not
 * cost a mapping of everything. The result must equal that of {@link ViewMapping}; in any doubt
 * everything has to be mapped.
 */
public final class Remapping {
  /**
   * Marks cloud ids that several devices have, devices that keep what the portal shows, and devices
   * whose rack is marked for deletion.
   */
  private static final int DOUBTFUL = -1;

  private final Layers layers;
  private final Mapped mapped;

  /** Positions of the devices in the list, by cloud id. */
  private final Map<String, Integer> positions;

  private Remapping(Layers layers, Mapped mapped, Map<String, Integer> positions) {
    this.layers = layers;
    this.mapped = mapped;
    this.positions = positions;
  }

  /** Starts with a mapping of everything. */
  public static Remapping of(Layers layers, Mapped mapped) {
    Set<String> shownTwice = new HashSet<>();
    for (Problem problem : mapped.problems()) {
      if (problem.cause() == Cause.SHOWN_TWICE) {
        shownTwice.add(problem.id());
      }
    }
    Set<String> leaving = new HashSet<>();
    mapped.racks().stream()
        .filter(Rack::deleteMarker)
        .forEach(rack -> leaving.add(rack.id().concertim()));
    Map<String, Integer> positions = new HashMap<>();
    for (int i = 0; i < mapped.devices().size(); i++) {
      Device device = mapped.devices().get(i);
      boolean doubtful =
          shownTwice.contains(device.id().concertim()) || standsIn(leaving, device, layers);
      int position = doubtful ? DOUBTFUL : i;
      positions.merge(device.id().cloud(), position, (one, other) -> DOUBTFUL);
    }
    return new Remapping(layers, mapped, positions);
  }

  private static boolean standsIn(Set<String> racks, Device device, Layers layers) {
    return !racks.isEmpty()
        && layers
            .fact(PortalDevice.class, device.id().concertim())
            .filter(shown -> racks.contains(shown.rackId()))
            .isPresent();
  }

  /** What was mapped. */
  public Layers layers() {
    return layers;
  }

  public Mapped mapped() {
    return mapped;
  }

  /** Whether this is the mapping of these layers (the same object) with these places. */
  @SuppressWarnings(
      "ReferenceEquality") // comparing their contents would cost a walk over everything
  public boolean isOf(Layers now, Map<String, Place> given) {
    return layers == now && mapped.places().equals(given);
  }

  /**
   * The mapping of later layers; empty if everything has to be mapped again.
   *
   * @param added the observations that the later layers have and these do not
   */
  public Optional<Remapping> with(Layers now, Collection<Observation> added) {
    Map<Integer, Device> changed = new HashMap<>();
    for (Observation observation : added) {
      Observation was = in(layers, observation);
      Observation is = in(now, observation);
      if (isSame(was, is)) {
        continue;
      }
      int position = was == null ? DOUBTFUL : positions.getOrDefault(cloudId(was), DOUBTFUL);
      Device device = position == DOUBTFUL ? null : mapped.devices().get(position);
      if (device == null || !staysTheSame(device, was.fact(), is.fact())) {
        return Optional.empty();
      }
      changed.put(position, changed(device, is.fact(), now));
    }
    if (changed.isEmpty()) {
      return Optional.of(new Remapping(now, mapped, positions));
    }
    List<Device> devices = new ArrayList<>(mapped.devices());
    changed.forEach(devices::set);
    return Optional.of(new Remapping(now, mapped.with(devices), positions));
  }

  private static Observation in(Layers layers, Observation seen) {
    return layers.observation(seen.kind(), seen.id()).orElse(null);
  }

  private static boolean isSame(Observation was, Observation is) {
    return was == null ? is == null : was.showsTheSameAs(is);
  }

  /** The id in the cloud of the object, or of that which it shows; may be null. */
  private static String cloudId(Observation seen) {
    return seen.fact() instanceof PortalDevice device ? device.cloudId() : seen.id();
  }

  private static boolean isNew(Device device) {
    return device.id().concertim() == null;
  }

  /** Whether the object is still shown as this device, with the same place and name. */
  private static boolean staysTheSame(Device device, Fact was, Fact is) {
    if (was instanceof Server before && is instanceof Server after) {
      return device.type().equals(Kind.SERVER.deviceType())
          && Objects.equals(before.projectId(), after.projectId())
          && (!isNew(device)
              || (Objects.equals(before.name(), after.name())
                  && Objects.equals(before.flavorId(), after.flavorId())));
    }
    if (was instanceof Volume before && is instanceof Volume after) {
      return device.type().equals(Kind.VOLUME.deviceType())
          && Objects.equals(before.projectId(), after.projectId())
          && (!isNew(device) || Objects.equals(before.name(), after.name()));
    }
    if (was instanceof PortalDevice before && is instanceof PortalDevice after) {
      return before.id().equals(device.id().concertim()) && standsAsBefore(before, after);
    }
    return was instanceof Network before
        && is instanceof Network after
        && device.type().equals(Kind.NETWORK.deviceType())
        && Objects.equals(before.projectId(), after.projectId())
        && (!isNew(device) || Objects.equals(before.name(), after.name()));
  }

  /** Whether the portal shows the device as before, but for its state. */
  private static boolean standsAsBefore(PortalDevice before, PortalDevice after) {
    return new PortalDevice(
            before.id(),
            before.name(),
            before.type(),
            before.description(),
            after.status(),
            after.cost(),
            before.templateId(),
            before.rackId(),
            before.startUnit(),
            before.endUnit(),
            before.facing(),
            before.cloudId(),
            before.stackId(),
            after.networkInterfaces(),
            after.details())
        .equals(after);
  }

  private static Device changed(Device device, Fact fact, Layers now) {
    if (isNew(device)) {
      return with(device, DeviceState.ofNew(fact), device.cost(), false);
    }
    PortalDevice shown = now.fact(PortalDevice.class, device.id().concertim()).orElseThrow();
    DeviceState state = DeviceState.of(shown, now);
    return with(device, state, shown.cost(), state.differsFrom(shown));
  }

  private static Device with(Device device, DeviceState state, double cost, boolean updated) {
    return new Device(
        device.id(),
        device.name(),
        device.type(),
        device.description(),
        device.rackId(),
        device.templateId(),
        device.location(),
        state.status(),
        state.interfaces(),
        cost,
        state.details(),
        device.deleteMarker(),
        updated);
  }
}

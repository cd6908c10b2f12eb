// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.NamePair;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Rack;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A rack while it is being mapped: each added device takes units and a name in it. */
final class RackDraft {
  final BilledId id;
  final NamePair name;
  final String description;
  final BilledId teamId;
  final int height;

  /** The live stack it is made from, or null. */
  Stack stack;

  String status;
  String statusReason = "";
  List<Map<String, Object>> outputs = List.of();
  String creationOutput = "";
  Map<String, Object> networkDetails = Map.of();
  final Map<String, String> metadata = new LinkedHashMap<>();
  Map<String, Map<String, String>> resources = StackMembers.noResources();
  String pending;
  boolean deleteMarker;
  boolean updated;

  final Slots slots;
  final Set<String> deviceNames = new HashSet<>();
  private final List<PairedId> devices = new ArrayList<>();

  RackDraft(BilledId id, NamePair name, String description, BilledId teamId, int height) {
    this.id = id;
    this.name = name;
    this.description = description;
    this.teamId = teamId;
    this.height = height;
    this.slots = new Slots(height);
  }

  void add(PairedId device, String deviceName, int start, int end) {
    devices.add(device);
    deviceNames.add(deviceName);
    slots.occupy(start, end);
  }

  Rack rack() {
    return new Rack(
        id,
        name,
        description,
        teamId,
        height,
        status,
        statusReason,
        outputs,
        creationOutput,
        networkDetails,
        metadata,
        resources,
        slots.occupied(),
        devices,
        pending,
        deleteMarker,
        updated);
  }
}

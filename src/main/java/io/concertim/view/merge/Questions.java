// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.merge;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.PortalDevice;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts missing objects together that one question decides on, so that no more are asked. */
final class Questions {
  private Questions() {}

  static List<MissingObject> together(List<MissingObject> missing) {
    Map<String, List<MissingObject>> devices = new LinkedHashMap<>();
    Map<Kind, List<MissingObject>> listed = new EnumMap<>(Kind.class);
    Map<String, MissingObject> racks = new LinkedHashMap<>();
    List<MissingObject> questions = new ArrayList<>();
    missing.stream()
        .filter(object -> object.kind() == Kind.RACK)
        .forEach(rack -> racks.put(rack.id(), rack));
    for (MissingObject object : missing) {
      if (object.last() instanceof PortalDevice device && racks.containsKey(device.rackId())) {
        devices.computeIfAbsent(device.rackId(), id -> new ArrayList<>()).add(object);
      } else if (object.kind().isListedOnly()) {
        listed.computeIfAbsent(object.kind(), kind -> new ArrayList<>()).add(object);
      } else if (object.kind() != Kind.RACK) {
        questions.add(object);
      }
    }
    racks.values().forEach(rack -> questions.add(along(rack, devices.get(rack.id()))));
    listed.values().forEach(all -> questions.add(along(all.get(0), all.subList(1, all.size()))));
    return questions;
  }

  private static MissingObject along(MissingObject object, List<MissingObject> others) {
    return others == null
        ? object
        : new MissingObject(object.kind(), object.id(), object.last(), List.copyOf(others));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every view, whatever the three systems show. */
class AnyCloudPropertyTest {
  /** The first makes and deletes, the second makes what had to wait for a deletion. */
  private static final int MOST_PASSES = 3;

  @Provide
  Arbitrary<Facts> clouds() {
    return RandomCloud.any();
  }

  private static Mapped map(Layers layers) {
    return map(layers, Map.of());
  }

  private static Mapped map(Layers layers, Map<String, Place> given) {
    return ViewMapping.map(layers, given, Facts.SETTINGS);
  }

  @Property
  void layersBuiltInAnyOrderMapToTheSameView(@ForAll("clouds") Facts cloud, @ForAll Random random) {
    List<Observation> shuffled = new ArrayList<>(cloud.observations());
    shuffled.addAll(cloud.observations());
    Collections.shuffle(shuffled, random);
    Layers layers = Layers.empty();
    for (Observation observation : shuffled) {
      layers = layers.merge(List.of(observation));
    }
    assertEquals(map(cloud.layers()), map(layers));
  }

  @Property
  void everyReferenceInTheViewIsAKeyOfTheView(@ForAll("clouds") Facts cloud) {
    Mapped view = map(cloud.layers());
    Set<BilledId> teams = view.teams().stream().map(Team::id).collect(Collectors.toSet());
    Set<BilledId> racks = view.racks().stream().map(Rack::id).collect(Collectors.toSet());
    Set<PairedId> devices = view.devices().stream().map(Device::id).collect(Collectors.toSet());
    Set<PairedId> templates =
        view.templates().stream().map(Template::id).collect(Collectors.toSet());
    assertEquals(view.racks().size(), racks.size(), "two racks under one key");
    assertEquals(view.devices().size(), devices.size(), "two devices under one key");
    Set<PairedId> users = view.users().stream().map(u -> u.id()).collect(Collectors.toSet());
    view.racks().forEach(rack -> assertTrue(teams.contains(rack.teamId())));
    view.racks().forEach(rack -> assertTrue(devices.containsAll(rack.devices())));
    view.teams().forEach(team -> assertTrue(racks.containsAll(team.racks())));
    view.teams().forEach(team -> assertTrue(users.containsAll(team.members())));
    for (Device device : view.devices()) {
      assertTrue(racks.contains(device.rackId()));
      assertTrue(device.templateId() == null || templates.contains(device.templateId()));
    }
  }

  @Property
  void newDevicesStandInFreeUnitsOfTheirRack(@ForAll("clouds") Facts cloud) {
    Mapped view = map(cloud.layers());
    for (Rack rack : view.racks()) {
      Set<Integer> used = new HashSet<>();
      for (Device device : view.devices()) {
        if (device.rackId().equals(rack.id())) {
          for (int u = device.location().startUnit(); u <= device.location().endUnit(); u++) {
            boolean free = used.add(u);
            assertTrue(free || device.id().concertim() != null, device + " stands in a used unit");
          }
          assertTrue(device.location().endUnit() <= rack.height());
        }
      }
      assertEquals(used, new HashSet<>(rack.occupied()));
    }
  }

  @Property
  void onlyWhatTheCloudSaysIsGoneIsMarkedForDeletion(@ForAll("clouds") Facts cloud) {
    Mapped view = map(cloud.layers());
    for (Rack rack : view.racks()) {
      assertEquals(
          rack.id().cloud() != null && cloud.layers().isGone(Kind.STACK, rack.id().cloud()),
          rack.deleteMarker());
    }
    for (Device device : view.devices()) {
      if (device.deleteMarker()) {
        String id = device.id().cloud();
        assertTrue(id != null && device.id().concertim() != null, "made by hand, or new");
        boolean gone =
            List.of(Kind.SERVER, Kind.VOLUME, Kind.NETWORK).stream()
                .anyMatch(kind -> cloud.layers().isGone(kind, id));
        assertTrue(gone);
      }
    }
  }

  /**
   * The convergence of semantics.md section 10 (A2, A9, A11 and A12 all broke it): nothing is
   * refused, deleted without need or sent again at rest.
   */
  @Property
  void onePassOfFeUpdatesSettlesEverythingAndIsNeverRefused(
      @ForAll("clouds") Facts cloud, @ForAll boolean requireOrder) {
    MappingSettings settings = new MappingSettings(requireOrder ? 42 : 72, requireOrder);
    PortalModel portal = new PortalModel(cloud.layers());
    Mapped view = ViewMapping.map(portal.layers(), Map.of(), settings);
    for (int pass = 0; pass < MOST_PASSES && !portal.apply(view).isEmpty(); pass++) {
      // Names, orders and units that are free only now may let in what had no room before.
      view = ViewMapping.map(portal.layers(), view.places(), settings);
    }
    assertEquals(List.of(), portal.refused());
    assertEquals(List.of(), portal.apply(view), "sent again");
    for (String id : portal.deleted()) {
      assertTrue(isGone(cloud, id), id + " is deleted in the portal, but not in the cloud");
    }
    assertFalse(
        view.racks().stream().anyMatch(r -> r.updated() && r.pending() == null)
            || view.devices().stream().anyMatch(Device::updated));
  }

  private static boolean isGone(Facts cloud, String id) {
    return List.of(Kind.STACK, Kind.SERVER, Kind.VOLUME, Kind.NETWORK).stream()
        .anyMatch(kind -> cloud.layers().isGone(kind, id));
  }

  @Property
  void thePortalShowsNewDevicesWhereTheViewPlacedThem(@ForAll("clouds") Facts cloud) {
    PortalModel portal = new PortalModel(cloud.layers());
    Mapped first = map(portal.layers());
    portal.apply(first);
    Set<BilledId> pending =
        first.racks().stream()
            .filter(rack -> rack.pending() != null)
            .map(Rack::id)
            .collect(Collectors.toSet());
    Mapped second = map(portal.layers(), first.places());
    for (Device device : first.devices()) {
      boolean offered = device.id().concertim() == null && !pending.contains(device.rackId());
      if (offered) {
        assertEquals(device.location().endUnit(), portal.deviceOf(device.id().cloud()).endUnit());
        assertFalse(second.places().containsKey(device.id().cloud()));
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Location;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Views of any cloud, one after the other, each with some changes since the one before. */
public final class RandomViews {
  private static final int STEPS = 6;

  private RandomViews() {}

  /** Some views in their order. */
  public static Arbitrary<List<View>> histories() {
    return Combinators.combine(
            RandomCloud.any(),
            RandomCloud.any(),
            Arbitraries.randomValue(random -> new Random(random.nextLong())))
        .as(RandomViews::history);
  }

  private static List<View> history(Facts cloud, Facts later, Random random) {
    List<View> views = new ArrayList<>();
    Layers layers = cloud.layers();
    Mapped mapped = ViewMapping.map(layers, Map.of(), Facts.SETTINGS);
    for (int step = 1; step <= STEPS; step++) {
      views.add(view(step, mapped));
      switch (random.nextInt(6)) {
        case 4, 5 -> mapped = mapped.with(someInAnotherState(mapped.devices(), random));
        case 0 -> mapped = ViewMapping.map(layers, mapped.places(), Facts.SETTINGS);
        case 1 -> mapped = mapped.with(otherDevices(mapped.devices(), random));
        default -> {
          layers = layers.merge(some(later, step, random));
          mapped = ViewMapping.map(layers, mapped.places(), Facts.SETTINGS);
        }
      }
    }
    return views;
  }

  private static List<Observation> some(Facts later, int step, Random random) {
    List<Observation> seen = new ArrayList<>();
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      Observation any = later.observations().get(random.nextInt(later.observations().size()));
      seen.add(
          random.nextInt(4) == 0
              ? Observation.gone(any.kind(), any.id(), 1_000_000L * step + i)
              : new Observation(any.kind(), any.id(), 1_000_000L * step + i, any.fact()));
    }
    return seen;
  }

  /** One lacks, one is elsewhere, and the details of one are in another order. */
  private static List<Device> otherDevices(List<Device> devices, Random random) {
    List<Device> others = new ArrayList<>(devices);
    if (others.isEmpty()) {
      return others;
    }
    others.remove(random.nextInt(others.size()));
    Collections.shuffle(others, random);
    others.replaceAll(device -> random.nextInt(4) == 0 ? inReverse(device) : device);
    return others;
  }

  /** As after a notification: all others are the very same objects. */
  private static List<Device> someInAnotherState(List<Device> devices, Random random) {
    List<Device> others = new ArrayList<>(devices);
    for (int i = random.nextInt(3); i > 0 && !others.isEmpty(); i--) {
      int at = random.nextInt(others.size());
      Device device = others.get(at);
      boolean moved = random.nextInt(6) == 0;
      others.set(
          at,
          with(
              device,
              moved ? null : device.location(),
              "STATUS " + random.nextInt(9),
              device.details()));
    }
    return others;
  }

  private static Device inReverse(Device device) {
    List<String> keys = new ArrayList<>(device.details().keySet());
    Collections.reverse(keys);
    Map<String, Object> reversed = new LinkedHashMap<>();
    keys.forEach(key -> reversed.put(key, device.details().get(key)));
    return with(device, device.location(), device.status(), reversed);
  }

  private static Device with(
      Device device, Location location, String status, Map<String, Object> details) {
    return new Device(
        device.id(),
        device.name(),
        device.type(),
        device.description(),
        device.rackId(),
        device.templateId(),
        location,
        status,
        device.networkInterfaces(),
        device.cost(),
        details,
        device.deleteMarker(),
        device.updated());
  }

  private static View view(long generation, Mapped mapped) {
    return new View(
        generation,
        Instant.EPOCH.plusMillis(generation * 7),
        Map.of(Source.OPENSTACK, SourceStatus.completeAt(Instant.EPOCH)),
        mapped.teams(),
        mapped.users(),
        mapped.templates(),
        mapped.racks(),
        mapped.devices(),
        mapped.problems(),
        List.of());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Volume;
import io.concertim.view.model.view.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** A mapping that goes on from the last one is empty, or the same as one of everything. */
class RemappingTest {
  private static final String[] STATES = {"active", "stopped", "error", "in-use", "available"};

  @Provide
  Arbitrary<Facts> clouds() {
    return RandomCloud.any();
  }

  @Property
  void givesNothingElseThanMappingEverything(
      @ForAll("clouds") Facts cloud, @ForAll("clouds") Facts later, @ForAll Random random) {
    Layers layers = cloud.layers();
    Remapping last = whole(layers, Map.of());
    for (int step = 1; step <= 4; step++) {
      List<Observation> seen = new ArrayList<>();
      for (int i = 1 + random.nextInt(2); i > 0; i--) {
        Observation next =
            random.nextInt(3) > 0 ? inAnotherState(last, layers, random) : any(later, random);
        seen.add(new Observation(next.kind(), next.id(), 1_000_000L * step + i, next.fact()));
      }
      Layers now = layers.merge(seen);
      Optional<Remapping> remapped = last.with(now, seen);
      Remapping whole = whole(now, last.mapped().places());
      remapped.ifPresent(found -> assertEquals(whole.mapped(), found.mapped()));
      boolean isNews = !whole.mapped().equals(last.mapped());
      Statistics.collect(isNews ? "news" : "no news", remapped.isPresent());
      last = remapped.orElse(whole);
      layers = now;
    }
    Statistics.coverage(
        coverage -> {
          coverage.check("news", true).percentage(share -> share > 5);
          coverage.check("news", false).percentage(share -> share > 5);
        });
  }

  /** So a sync that has only seen again what is known takes the last mapping. */
  @Property(tries = 200)
  void dependsOnWhatWasSeenAndNotOnWhen(@ForAll("clouds") Facts cloud) {
    Layers layers = cloud.layers();
    List<Observation> again =
        layers.observations().stream()
            .map(o -> new Observation(o.kind(), o.id(), o.seen() + 1 + o.id().length(), o.fact()))
            .toList();

    assertEquals(whole(layers, Map.of()).mapped(), whole(layers.merge(again), Map.of()).mapped());
  }

  private static Observation any(Facts cloud, Random random) {
    return cloud.observations().get(random.nextInt(cloud.observations().size()));
  }

  /** A device that differs in nothing else; where there is none, any project again. */
  private static Observation inAnotherState(Remapping last, Layers layers, Random random) {
    List<Fact> facts = new ArrayList<>();
    for (Device device : last.mapped().devices()) {
      layers.fact(Server.class, device.id().cloud()).ifPresent(facts::add);
      layers.fact(Volume.class, device.id().cloud()).ifPresent(facts::add);
      layers.fact(PortalDevice.class, device.id().concertim()).ifPresent(facts::add);
    }
    if (facts.isEmpty()) {
      return layers.observations(Kind.PROJECT).iterator().next();
    }
    Fact fact = facts.get(random.nextInt(facts.size()));
    String state = STATES[random.nextInt(STATES.length)];
    if (fact instanceof PortalDevice device) {
      return Observation.of(Kind.DEVICE, 0, with(device, Statuses.ofDevice(device.type(), state)));
    }
    return fact instanceof Server server
        ? Observation.of(Kind.SERVER, 0, with(server, state))
        : Observation.of(Kind.VOLUME, 0, with((Volume) fact, state));
  }

  private static Server with(Server s, String state) {
    return new Server(
        s.id(),
        s.name(),
        state,
        s.projectId(),
        s.flavorId(),
        s.keyName(),
        s.publicIps(),
        s.privateIps(),
        s.volumeIds(),
        s.networkNames());
  }

  private static PortalDevice with(PortalDevice d, String status) {
    return new PortalDevice(
        d.id(),
        d.name(),
        d.type(),
        d.description(),
        status,
        d.cost() + 1,
        d.templateId(),
        d.rackId(),
        d.startUnit(),
        d.endUnit(),
        d.facing(),
        d.cloudId(),
        d.stackId(),
        d.networkInterfaces(),
        d.details());
  }

  private static Volume with(Volume v, String state) {
    return new Volume(
        v.id(),
        v.name(),
        v.projectId(),
        state,
        v.availabilityZone(),
        v.bootable(),
        v.encrypted(),
        v.size(),
        v.volumeType());
  }

  private static Remapping whole(Layers layers, Map<String, Place> given) {
    return Remapping.of(layers, ViewMapping.map(layers, given, Facts.SETTINGS));
  }

  /** A server and a volume that the portal shows, and a server and a volume that are new to it. */
  private static Facts cloud() {
    return Facts.knownCluster()
        .server("known")
        .volume("known-disk")
        .server("new")
        .volume("new-disk")
        .resources(
            "s1",
            Facts.serverResource("known"),
            Facts.serverResource("new"),
            Facts.volumeResource("known-disk"),
            Facts.volumeResource("new-disk"))
        .instance("d1", "known", d -> {})
        .volumeDevice("d2", "known-disk", d -> d.start = d.end = 2);
  }

  private static Optional<Mapped> remapped(Facts cloud, Consumer<Facts> change) {
    Layers before = cloud.layers();
    Remapping last = whole(before, Map.of());
    int known = cloud.observations().size();
    change.accept(cloud);
    List<Observation> seen = cloud.observations().subList(known, cloud.observations().size());
    Layers now = cloud.layers();
    Optional<Mapped> remapped = last.with(now, seen).map(Remapping::mapped);
    remapped.ifPresent(
        found -> {
          assertEquals(whole(now, last.mapped().places()).mapped(), found);
          assertSame(last.mapped().racks(), found.racks(), "all else stays");
        });
    return remapped;
  }

  @Example
  void goesOnFromAServersState() {
    for (String server : List.of("known", "new")) {
      Mapped view =
          remapped(cloud(), c -> c.server(server, s -> s.state = "stopped")).orElseThrow();
      assertEquals("STOPPED", device(view, server).status());
    }
    assertTrue(
        device(
                remapped(cloud(), c -> c.server("known", s -> s.state = "stopped")).orElseThrow(),
                "known")
            .updated());
  }

  @Example
  void goesOnFromAnAddressAndAnAttachedVolume() {
    for (String server : List.of("known", "new")) {
      Mapped view =
          remapped(
                  cloud(),
                  c ->
                      c.server(
                          server,
                          s -> {
                            s.publicIps = List.of("1.1.1.1");
                            s.volumes = List.of("known-disk");
                            s.networks = List.of("net", "other");
                          }))
              .orElseThrow();
      assertEquals(List.of("1.1.1.1"), device(view, server).details().get("public_ips"));
      assertEquals(List.of("known-disk"), device(view, server).details().get("volume_details"));
    }
  }

  @Example
  void goesOnFromAVolumesStatus() {
    for (String volume : List.of("known-disk", "new-disk")) {
      Mapped view =
          remapped(cloud(), c -> c.volume(volume, v -> v.status = "available")).orElseThrow();
      assertEquals("AVAILABLE", device(view, volume).status());
    }
  }

  @Example
  void goesOnFromWhatThePortalShows() {
    Facts cloud = cloud().server("known", s -> s.state = "stopped");

    Mapped asked =
        remapped(cloud, c -> c.instance("d1", "known", d -> d.details.put("login_user", "core")))
            .orElseThrow();
    assertTrue(device(asked, "known").updated());
    Mapped done =
        remapped(
                cloud,
                c ->
                    c.instance(
                        "d1",
                        "known",
                        d -> {
                          d.status = "STOPPED";
                          d.details.put("login_user", "core");
                        }))
            .orElseThrow();

    assertFalse(device(done, "known").updated());
    assertEquals("core", device(done, "known").details().get("login_user"));
  }

  @Example
  void goesOnFromWhatChangesNothing() {
    assertTrue(remapped(cloud(), c -> c.server("known")).isPresent());
  }

  @Example
  void mapsEverythingWhereOtherDevicesMayChange() {
    List<Consumer<Facts>> changes =
        List.of(
            c -> c.server("new", s -> s.name = "renamed"),
            c -> c.server("new", s -> s.flavor = "f2"),
            c -> c.server("known", s -> s.project = "p2"),
            c -> c.server("another"),
            c -> c.gone(Kind.SERVER, "known"),
            c -> c.gone(Kind.STACK, "never-seen"),
            c -> c.gone(Kind.VOLUME, "new-disk"),
            c -> c.stack("s1", s -> s.status = "UPDATE_IN_PROGRESS"),
            c -> c.volume("new-disk", v -> v.name = "renamed"),
            c -> c.instance("d1", "known", d -> d.name = "renamed"),
            c -> c.instance("d1", "known", d -> d.start = d.end = 7),
            c -> c.instance("d1", "known", d -> d.rackId = "r2"),
            c -> c.instance("d1", "another", d -> {}),
            c -> c.instance("d4", "new", d -> d.start = d.end = 4),
            c -> c.gone(Kind.DEVICE, "d1"),
            c -> c.project("p1", "other"));
    for (Consumer<Facts> change : changes) {
      assertEquals(Optional.empty(), remapped(cloud(), change));
    }
  }

  @Example
  void mapsEverythingWhereThePortalShowsAServerTwice() {
    Facts cloud = cloud().instance("d3", "known", d -> d.start = d.end = 9);

    assertEquals(
        Optional.empty(), remapped(cloud, c -> c.server("known", s -> s.state = "stopped")));
  }

  private static Device device(Mapped view, String cloudId) {
    return view.devices().stream()
        .filter(device -> cloudId.equals(device.id().cloud()))
        .findFirst()
        .orElseThrow();
  }
}

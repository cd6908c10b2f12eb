// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import static io.concertim.view.mapping.Facts.attachmentResource;
import static io.concertim.view.mapping.Facts.groupResource;
import static io.concertim.view.mapping.Facts.knownCluster;
import static io.concertim.view.mapping.Facts.networkResource;
import static io.concertim.view.mapping.Facts.none;
import static io.concertim.view.mapping.Facts.serverResource;
import static io.concertim.view.mapping.Facts.standard;
import static io.concertim.view.mapping.Facts.volumeResource;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Location;
import io.concertim.view.model.view.NamePair;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Problem.Cause;
import io.concertim.view.model.view.Problem.Effect;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the cloud shows and the portal does not yet (semantics.md sections 7, 8 and 9). */
class NewDeviceTest {

  @Nested
  class AServer {

    @Test
    @DisplayName("A10: becomes a device with every detail, also the login user")
    void becomesADeviceOfItsStacksRack() {
      MappedView view =
          standard()
              .cluster("s1")
              .resources("s1", serverResource("srv"))
              .server(
                  "srv",
                  s -> {
                    s.name = "node1.cluster";
                    s.key = null;
                    s.publicIps = List.of("1.1.1.1");
                    s.volumes = List.of("v1");
                  })
              .map();
      Device device = view.device("srv");
      assertEquals(new PairedId(null, "srv"), device.id());
      assertEquals(new NamePair("node1-cluster", "node1.cluster"), device.name());
      assertEquals("Instance", device.type());
      assertEquals("Server Device created from Cloud by Concertim Service", device.description());
      assertEquals(view.rack("s1").id(), device.rackId());
      assertEquals(new PairedId("tpl-f1", "f1"), device.templateId());
      assertEquals(new Location(1, 1, "f"), device.location());
      assertEquals("ACTIVE", device.status());
      assertEquals(List.of("net"), device.networkInterfaces());
      assertEquals(
          Map.of(
              "ssh_key", "",
              "public_ips", List.of("1.1.1.1"),
              "private_ips", List.of("10.0.0.1"),
              "volume_details", List.of("v1"),
              "login_user", ""),
          device.details());
      assertFalse(device.updated());
      assertFalse(device.deleteMarker());
      assertEquals(List.of(device.id()), view.rack("s1").devices());
      assertEquals(List.of(1), view.rack("s1").occupied());
    }

    @Test
    void mayBeKnownOnlyByItsServerGroup() {
      MappedView view =
          standard()
              .cluster("s1")
              .resources("s1", groupResource("g"))
              .group("g", "srv")
              .server("srv")
              .map();
      assertTrue(view.findDevice("srv").isPresent());
    }

    @Test
    @DisplayName("A18, B4: of an unknown flavor is left out once, and the others go on")
    void ofAnUnknownFlavorIsLeftOut() {
      MappedView view =
          standard()
              .cluster("s1", "srv2")
              .server("srv1", s -> s.flavor = "private")
              .server("srv3", s -> s.flavor = null)
              .resources(
                  "s1",
                  serverResource("srv1"),
                  groupResource("g"),
                  serverResource("srv2"),
                  serverResource("srv3"))
              .group("g", "srv1", "srv2", "srv3")
              .map();
      assertTrue(view.findDevice("srv1").isEmpty());
      assertEquals(Effect.LEFT_OUT, view.effect("srv1"));
      assertEquals(Effect.LEFT_OUT, view.effect("srv3"));
      assertTrue(view.findDevice("srv2").isPresent());
    }

    @Test
    @DisplayName("B2: is mapped although a rack made by hand names no project")
    void isMappedBesideARackMadeByHand() {
      MappedView view =
          standard().rack("by-hand", r -> r.project = null).cluster("s1", "srv").map();
      assertEquals(view.rack("s1").id(), view.device("srv").rackId());
    }

    @Test
    void outsideAnyRackIsReported() {
      MappedView view = standard().server("srv").map();
      assertTrue(view.findDevice("srv").isEmpty());
      assertEquals(Effect.LEFT_OUT, view.effect("srv"));
    }

    @Test
    @DisplayName("of a shared server group stands in the rack of the stack whose tree has it")
    void ofASharedGroupStandsInItsOwnStacksRack() {
      MappedView view =
          standard()
              .cluster("s1", "srv1")
              .resources("s1", serverResource("srv1"), groupResource("g"))
              .group("g", "srv1", "srv2")
              .cluster("s2", "srv2")
              .map();
      assertEquals("s1", view.device("srv1").rackId().cloud());
      assertEquals("s2", view.device("srv2").rackId().cloud());
      assertEquals(Set.of("srv1"), view.rack("s1").resources().get("servers").keySet());
    }

    @Test
    @DisplayName("of a known template whose name is too long beside its rack's is left out")
    void ofATemplateAndRackWithNamesTooLongIsLeftOut() {
      MappedView view =
          standard()
              .template(
                  "old",
                  t -> {
                    t.name = "t".repeat(200);
                    t.foreignId = "f9";
                  })
              .flavor("f9", 1)
              .cluster("s1", "srv1", "srv2")
              .stack("s1", s -> s.name = "r".repeat(37))
              .server("srv1", s -> s.flavor = "f9")
              .map();
      assertEquals(Cause.NAME, view.problems("srv1").get(0).cause());
      assertTrue(view.findDevice("srv1").isEmpty());
      assertTrue(view.findDevice("srv2").isPresent());
    }

    @Test
    @DisplayName("that its stack at rest has and the cloud's list lacks is reported")
    void thatTheListLacksIsReported() {
      MappedView view =
          standard()
              .cluster("s1", "srv")
              .resources("s1", serverResource("srv"), serverResource("no"), volumeResource("vol"))
              .map();
      assertEquals(Cause.SHORT_LIST, view.problems("no").get(0).cause());
      assertEquals(Cause.SHORT_LIST, view.problems("vol").get(0).cause());
      MappedView busy =
          standard()
              .cluster("s1", "srv")
              .stack("s1", s -> s.status = "UPDATE_IN_PROGRESS")
              .resources("s1", serverResource("no"))
              .map();
      assertEquals(List.of(), busy.problems("no"));
    }

    @Test
    void ofAnotherProjectThanItsStackIsNotShown() {
      MappedView view =
          standard()
              .project("p2", "CM_Two")
              .cluster("s1")
              .resources("s1", serverResource("srv"))
              .server("srv", s -> s.project = "p2")
              .map();
      assertTrue(view.findDevice("srv").isEmpty());
      assertEquals(Effect.LEFT_OUT, view.effect("srv"));
    }

    @Test
    @DisplayName("A16: of a project with CM_ inside its name is not shown")
    void ofAnUnmanagedProjectIsNotShown() {
      MappedView view =
          none()
              .team("t1", "p1", "a1")
              .project("p1", "old_CM_x")
              .flavor("f1", 1)
              .cluster("s1", "srv")
              .map();
      assertTrue(view.rack("s1").devices().isEmpty());
      assertEquals(Effect.LEFT_OUT, view.effect("srv"));
    }

    @Test
    @DisplayName("B7: that Heat names and Nova does not is passed over")
    void thatIsNotThereYetIsPassedOver() {
      MappedView view =
          standard().cluster("s1", "srv").resources("s1", serverResource("none")).map();
      assertTrue(view.findDevice("none").isEmpty());
    }

    @Test
    void thatIsGoneIsNotOffered() {
      assertTrue(
          standard()
              .cluster("s1", "srv")
              .gone(Kind.SERVER, "srv")
              .map()
              .findDevice("srv")
              .isEmpty());
    }

    @Test
    @DisplayName("B3: without room is left out, and the others go on")
    void withoutRoomIsLeftOut() {
      MappedView view =
          standard()
              .stack("s1")
              .rack(
                  "r1",
                  r -> {
                    r.stackId = "s1";
                    r.height = 2;
                  })
              .flavor("big", 4)
              .resources("s1", serverResource("srv1"), serverResource("srv2"))
              .server("srv1", s -> s.flavor = "big")
              .server("srv2")
              .map();
      assertTrue(view.findDevice("srv1").isEmpty());
      assertEquals(Effect.LEFT_OUT, view.effect("srv1"));
      assertEquals(1, view.start("srv2"));
      assertEquals(List.of(view.device("srv2").id()), view.rack("r1").devices());
    }

    @Test
    void standsInTheOrderOfNames() {
      MappedView view =
          standard()
              .cluster("s1")
              .resources("s1", serverResource("x"), serverResource("y"), serverResource("z"))
              .server("x", s -> s.name = "node10")
              .server("y", s -> s.name = "node2")
              .server("z", s -> s.name = "gateway")
              .map();
      assertEquals(List.of(1, 2, 3), List.of(view.start("z"), view.start("y"), view.start("x")));
    }

    @Test
    @DisplayName("A8: with a name in use in its rack gets another")
    void withANameInUseGetsAnother() {
      MappedView view =
          knownCluster()
              .resources("s1", serverResource("srv1"), serverResource("srv2"))
              .server("srv1", s -> s.name = "node")
              .server("srv2", s -> s.name = "node")
              .instance("node", "other", d -> {})
              .map();
      String one = view.device("srv1").name().concertim();
      String other = view.device("srv2").name().concertim();
      assertNotEquals("node", one);
      assertNotEquals("node", other);
      assertNotEquals(one, other);
    }
  }

  @Nested
  class AVolume {

    @Test
    void becomesADeviceNamedAsCinderNamesIt() {
      Device device =
          standard()
              .cluster("s1")
              .resources("s1", volumeResource("vol"))
              .volume("vol", v -> v.name = "data_disk")
              .map()
              .device("vol");
      assertEquals(new NamePair("data-disk", "data_disk"), device.name());
      assertEquals("Volume", device.type());
      assertEquals("Device created from Cloud by Concertim Service", device.description());
      assertEquals(new PairedId("tpl-volume", null), device.templateId());
      assertEquals(new Location(1, 2, "f"), device.location());
      assertEquals(
          Map.of(
              "availability_zone",
              "nova",
              "bootable",
              false,
              "encrypted",
              false,
              "size",
              10,
              "volume_type",
              "ssd"),
          device.details());
    }

    @Test
    @DisplayName("A2: with an attachment is one device, with the volume's own state")
    void withAnAttachmentIsOneDevice() {
      MappedView view =
          standard()
              .cluster("s1")
              .resources("s1", attachmentResource("vol"), volumeResource("vol"))
              .volume("vol")
              .map();
      assertEquals(1, view.mapped().devices().size());
      assertEquals("ACTIVE", view.device("vol").status());
    }

    @Test
    @DisplayName("A2: that the stack only attaches is not shown")
    void thatIsOnlyAttachedIsNotShown() {
      MappedView view =
          standard().cluster("s1").resources("s1", attachmentResource("vol")).volume("vol").map();
      assertTrue(view.findDevice("vol").isEmpty());
    }

    @ParameterizedTest(name = "B11: named {0}")
    @NullSource
    @ValueSource(strings = {"", " "})
    void withoutANameGetsOne(String name) {
      Device device =
          standard()
              .cluster("s1")
              .resources("s1", volumeResource("vol"))
              .volume("vol", v -> v.name = name)
              .map()
              .device("vol");
      assertEquals(new NamePair("volume", "volume"), device.name());
    }

    @Test
    @DisplayName("B5: is left out while no template has its tag, and the others go on")
    void isLeftOutWithoutATemplate() {
      MappedView view =
          none()
              .team("t1", "p1", "a1")
              .project("p1", "CM_x")
              .flavor("f1", 1)
              .cluster("s1", "srv")
              .resources("s1", volumeResource("vol"), networkResource("net"))
              .volume("vol")
              .network("net")
              .map();
      assertEquals(Effect.LEFT_OUT, view.effect("vol"));
      assertEquals(Effect.LEFT_OUT, view.effect("net"));
      assertTrue(view.findRack("s1").isPresent());
    }
  }

  @Nested
  class ANetwork {

    @Test
    void becomesADeviceInTheHighestFreeUnit() {
      Device device =
          standard()
              .cluster("s1")
              .resources("s1", networkResource("net"))
              .network(
                  "net",
                  n -> {
                    n.name = null;
                    n.l2Adjacency = null;
                    n.mtu = null;
                  })
              .map()
              .device("net");
      assertEquals(new NamePair("network", "network"), device.name());
      assertEquals("Network", device.type());
      assertEquals(new Location(42, 42, "f"), device.location());
      assertEquals(false, device.details().get("l2_adjacency"));
      assertTrue(device.details().containsKey("mtu"));
    }

    @Test
    void ofTwoStacksIsShownOnce() {
      MappedView view =
          standard()
              .cluster("s1")
              .cluster("s2")
              .resources("s1", networkResource("net"))
              .resources("s2", networkResource("net"))
              .network("net")
              .map();
      assertEquals(1, view.mapped().devices().size());
    }
  }

  @Nested
  class APlace {
    private final Facts facts = standard().cluster("s1", "b");

    private Facts withA() {
      return facts.server("a").resources("s1", serverResource("a"), serverResource("b"));
    }

    @Test
    void thatWasGivenStaysWhenOtherDevicesArrive() {
      Map<String, Place> given = facts.map().mapped().places();
      assertEquals(Map.of("b", new Place("s1", 1, 1)), given);
      MappedView view = withA().map(given);
      assertEquals(1, view.start("b"));
      assertEquals(2, view.start("a"));
    }

    @Test
    void isByNameWhenNoneWasGiven() {
      assertEquals(2, withA().map().start("b"));
    }

    @Test
    void endsWhenThePortalShowsTheDevice() {
      Map<String, Place> given = facts.map().mapped().places();
      MappedView view =
          facts
              .rack("r1", r -> r.stackId = "s1")
              .instance(
                  "d",
                  "b",
                  d -> {
                    d.start = 7;
                    d.end = 7;
                  })
              .map(given);
      assertEquals(7, view.start("b"));
      assertEquals(Map.of(), view.mapped().places());
    }

    @Test
    void isGivenAnewWhenThePortalOccupiesTheUnits() {
      Map<String, Place> given = facts.map().mapped().places();
      MappedView view =
          facts.rack("r1", r -> r.stackId = "s1").instance("d", null, d -> {}).map(given);
      assertEquals(2, view.start("b"));
      assertEquals(new Place("s1", 2, 2), view.mapped().places().get("b"));
    }

    @Test
    void isGivenAnewWhenTheDeviceNeedsAnotherSize() {
      MappedView view = facts.map(Map.of("b", new Place("s1", 5, 6)));
      assertEquals(1, view.start("b"));
    }

    @Test
    void isGivenAnewInAnotherStack() {
      MappedView view = facts.map(Map.of("b", new Place("s0", 5, 5)));
      assertEquals(new Place("s1", 1, 1), view.mapped().places().get("b"));
    }

    @Test
    void isGivenAnewWhenTheRackIsTooLowForIt() {
      MappedView view = facts.map(Map.of("b", new Place("s1", 43, 43)));
      assertEquals(1, view.start("b"));
    }

    @Test
    void isGivenToOneOnly() {
      MappedView view = withA().map(Map.of("a", new Place("s1", 5, 5), "b", new Place("s1", 5, 5)));
      assertEquals(5, view.start("a"));
      assertEquals(1, view.start("b"));
    }
  }

  @Test
  void devicesOfAPendingRackKeepTheirPlacesForLater() {
    MappedView view =
        standard().stack("s1").resources("s1", serverResource("srv")).server("srv").map();
    assertEquals(view.rack("s1").id(), view.device("srv").rackId());
    assertTrue(view.mapped().places().containsKey("srv"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import static io.concertim.view.mapping.Facts.attachmentResource;
import static io.concertim.view.mapping.Facts.knownCluster;
import static io.concertim.view.mapping.Facts.networkResource;
import static io.concertim.view.mapping.Facts.serverResource;
import static io.concertim.view.mapping.Facts.standard;
import static io.concertim.view.mapping.Facts.volumeResource;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.StackResource;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Location;
import io.concertim.view.model.view.NamePair;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Problem.Cause;
import io.concertim.view.model.view.Problem.Effect;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers, volumes and networks over the portal's devices (semantics.md sections 4, 7, 8, 10). */
class KnownDeviceTest {

  private static Facts withServer() {
    return knownCluster().resources("s1", serverResource("srv")).server("srv");
  }

  private static Facts withVolume() {
    return knownCluster().resources("s1", volumeResource("vol")).volumeDevice("d", "vol", d -> {});
  }

  private static Facts withNetwork() {
    return knownCluster()
        .resources("s1", networkResource("net"))
        .networkDevice("d", "net", d -> {});
  }

  @Nested
  class AServer {

    @Test
    void thatAgreesWithThePortalStaysAsItIs() {
      Device device =
          withServer().instance("d", "srv", d -> d.interfaces = "['net']").map().device("srv");
      assertEquals(new PairedId("d", "srv"), device.id());
      assertEquals(new NamePair("d", "d"), device.name());
      assertEquals(new Location(1, 1, "f"), device.location());
      assertEquals(new PairedId("tpl-f1", "f1"), device.templateId());
      assertEquals("a device", device.description());
      assertEquals(0.5, device.cost());
      assertEquals(
          Map.of(
              "ssh_key", "key",
              "login_user", "",
              "volume_details", "[]",
              "public_ips", "[]",
              "private_ips", "['10.0.0.1']"),
          device.details());
      assertFalse(device.updated());
      assertFalse(device.deleteMarker());
    }

    @Test
    void isUpdatedWhenItsStateChanged() {
      Device device =
          withServer().instance("d", "srv", d -> d.status = "STOPPED").map().device("d");
      assertEquals("ACTIVE", device.status());
      assertTrue(device.updated());
    }

    @ParameterizedTest
    @ValueSource(strings = {"volume_details", "public_ips", "private_ips"})
    void isUpdatedWhenAListChanged(String key) {
      Device device =
          withServer().instance("d", "srv", d -> d.details.put(key, "['x']")).map().device("d");
      assertEquals(
          key.equals("private_ips") ? List.of("10.0.0.1") : List.of(), device.details().get(key));
      assertTrue(device.updated());
    }

    static Stream<Object> oddLists() {
      return Stream.of(
          Map.of(), 7, "", "None", "1.1.1.1", "{}", "__import__('os').system('touch /tmp/pwned')");
    }

    @ParameterizedTest(name = "B1: shown {0}")
    @NullSource
    @MethodSource("oddLists")
    void isUpdatedWhenThePortalHoldsNoListAndNothingIsEvaluated(Object shown) {
      for (String key : List.of("volume_details", "public_ips", "private_ips")) {
        Device device =
            withServer().instance("d", "srv", d -> d.details.put(key, shown)).map().device("d");
        assertTrue(device.updated());
        assertTrue(device.details().get(key) instanceof List, "the cloud's list");
      }
    }

    @Test
    void hasEveryDetailThatFeUpdatesNeeds() {
      Device device = withServer().instance("d", "srv", d -> d.details.clear()).map().device("d");
      assertEquals("", device.details().get("ssh_key"));
      assertEquals("", device.details().get("login_user"));
    }

    @Test
    @DisplayName("A9: keeps the interfaces that the portal shows, so no update overwrites them")
    void keepsItsInterfaces() {
      Device device =
          withServer().instance("d", "srv", d -> d.interfaces = "['a', 'b']").map().device("d");
      assertEquals(List.of("a", "b"), device.networkInterfaces());
    }

    @Test
    @DisplayName("A9: takes the server's interfaces where the portal shows none")
    void takesTheServersInterfacesWhereThePortalShowsNone() {
      Device device =
          withServer().instance("d", "srv", d -> d.interfaces = "None").map().device("d");
      assertEquals(List.of("net"), device.networkInterfaces());
      assertFalse(device.updated());
    }

    @Test
    @DisplayName("B4: needs no flavor")
    void needsNoFlavor() {
      Device device =
          knownCluster()
              .server("srv", s -> s.flavor = "private")
              .instance("d", "srv", d -> d.templateId = "no such")
              .map()
              .device("d");
      assertNull(device.templateId());
      assertFalse(device.updated());
    }

    @Test
    @DisplayName("A22: stays while nothing says that it is gone")
    void staysWhileNothingSaysThatItIsGone() {
      Device device = knownCluster().instance("d", "srv", d -> {}).map().device("d");
      assertFalse(device.deleteMarker());
      assertFalse(device.updated());
    }

    @Test
    void isMarkedForDeletionWhenItIsGone() {
      assertTrue(
          withServer()
              .instance("d", "srv", d -> {})
              .gone(Kind.SERVER, "srv")
              .map()
              .device("d")
              .deleteMarker());
    }

    @Test
    @DisplayName("goes with its rack, without a mark or an update of its own")
    void goesWithItsRack() {
      Device device =
          withServer()
              .instance("d", "srv", d -> d.status = "STOPPED")
              .gone(Kind.SERVER, "srv")
              .gone(Kind.STACK, "s1")
              .map()
              .device("d");
      assertFalse(device.deleteMarker());
      Device running =
          withServer()
              .instance("d", "srv", d -> d.status = "STOPPED")
              .gone(Kind.STACK, "s1")
              .map()
              .device("d");
      assertFalse(running.updated());
    }

    @Test
    @DisplayName("is gone by its id, whatever type the portal shows it as")
    void isGoneByItsIdWhateverItsType() {
      assertTrue(
          withServer()
              .volumeDevice("d", "srv", d -> {})
              .gone(Kind.SERVER, "srv")
              .map()
              .device("d")
              .deleteMarker());
    }

    @Test
    @DisplayName("interfaces that the Python blanked are put right")
    void itsBlankedInterfacesArePutRight() {
      Device device = withServer().instance("d", "srv", d -> d.interfaces = "[]").map().device("d");
      assertEquals(List.of("net"), device.networkInterfaces());
      assertTrue(device.updated());
      Device none =
          withServer()
              .server("srv", s -> s.networks = List.of())
              .instance("d", "srv", d -> d.interfaces = "[]")
              .map()
              .device("d");
      assertFalse(none.updated());
    }

    @Test
    void staysWhenItLeftItsStackButRuns() {
      assertFalse(
          withServer()
              .resources("s1", serverResource("other"))
              .instance("d", "srv", d -> {})
              .map()
              .device("d")
              .deleteMarker());
    }

    @Test
    @DisplayName("A22: made by hand is never marked for deletion")
    void madeByHandStays() {
      Device device = withServer().instance("d", null, d -> {}).map().device("d");
      assertFalse(device.deleteMarker());
      assertFalse(device.updated());
    }
  }

  @Nested
  class AVolume {

    @ParameterizedTest(name = "A2: attachment first {0}")
    @ValueSource(booleans = {true, false})
    void isNotTakenForItsAttachment(boolean attachmentFirst) {
      StackResource[] resources =
          attachmentFirst
              ? new StackResource[] {attachmentResource("vol"), volumeResource("vol")}
              : new StackResource[] {volumeResource("vol"), attachmentResource("vol")};
      Device device = withVolume().resources("s1", resources).volume("vol").map().device("d");
      assertEquals("ACTIVE", device.status());
      assertFalse(device.updated());
    }

    @Test
    void takesTheCloudsDetailsWhenTheyDiffer() {
      Device device = withVolume().volume("vol", v -> v.size = 20).map().device("d");
      assertEquals(20, device.details().get("size"));
      assertTrue(device.updated());
    }

    static Stream<Arguments> settled() {
      return Stream.of(
          Arguments.of("availability_zone", "None"),
          Arguments.of("availability_zone", ""),
          Arguments.of("availability_zone", null),
          Arguments.of("volume_type", "None"),
          Arguments.of("size", 0),
          Arguments.of("size", null),
          Arguments.of("bootable", null),
          Arguments.of("encrypted", false));
    }

    @ParameterizedTest(name = "A11: no value in the cloud, {0} {1} in the portal")
    @MethodSource("settled")
    void isNotUpdatedForWhatThePortalMakesOfNoValue(String key, Object shown) {
      Map<String, Object> details = new LinkedHashMap<>();
      details.put(key, shown);
      Device device =
          knownCluster()
              .resources("s1", volumeResource("vol"))
              .volume(
                  "vol",
                  v -> {
                    v.zone = null;
                    v.type = null;
                    v.size = null;
                    v.bootable = null;
                    v.encrypted = null;
                  })
              .volumeDevice(
                  "d",
                  "vol",
                  d -> {
                    d.details.clear();
                    d.details.putAll(details);
                  })
              .map()
              .device("d");
      assertFalse(device.updated());
    }

    @Test
    @DisplayName("A11, B12: without a flag is not bootable: Concertim takes None for true")
    void withoutAFlagIsNotBootable() {
      Device device =
          withVolume()
              .volume(
                  "vol",
                  v -> {
                    v.bootable = null;
                    v.encrypted = null;
                  })
              .map()
              .device("d");
      assertEquals(false, device.details().get("bootable"));
      assertEquals(false, device.details().get("encrypted"));
    }

    @Test
    void isMarkedForDeletionWhenItIsGone() {
      assertTrue(withVolume().gone(Kind.VOLUME, "vol").map().device("d").deleteMarker());
    }

    @Test
    void isKeptAndReportedWhenItLeftItsStackButTheCloudHasIt() {
      Facts facts = withVolume().volume("vol");
      assertEquals(List.of(), facts.map().problems("d"));

      MappedView view = left(facts).map();

      assertFalse(view.device("d").deleteMarker());
      assertEquals(Cause.NO_STACK, view.problems("d").get(0).cause());
    }

    @Test
    void isMarkedForDeletionWhenItLeftItsStackAndIsGone() {
      assertTrue(left(withVolume()).gone(Kind.VOLUME, "vol").map().device("d").deleteMarker());
    }

    @Test
    void staysWhileItsStackChanges() {
      assertFalse(
          left(withVolume().volume("vol").stack("s1", s -> s.status = "UPDATE_IN_PROGRESS"))
              .map()
              .device("d")
              .deleteMarker());
    }

    @Test
    void staysWhenItsStackWasNotReadOrShowsNoResources() {
      assertFalse(
          knownCluster().volumeDevice("d", "vol", d -> {}).map().device("d").deleteMarker());
      assertFalse(
          knownCluster()
              .resources("s1")
              .volumeDevice("d", "vol", d -> {})
              .map()
              .device("d")
              .deleteMarker());
    }

    @Test
    void staysWhenItMovedToAnotherStack() {
      assertFalse(
          left(withVolume().volume("vol"))
              .stack("s2")
              .resources("s2", volumeResource("vol"))
              .map()
              .device("d")
              .deleteMarker());
    }

    private Facts left(Facts facts) {
      return facts.resources("s1", serverResource("srv"));
    }
  }

  @Nested
  class ANetwork {

    @Test
    @DisplayName("A11: without a flag agrees with a portal that shows none or false")
    void withoutAFlagAgreesWithFalseAndNone() {
      Device device =
          knownCluster()
              .resources("s1", networkResource("net"))
              .network(
                  "net",
                  n -> {
                    n.adminStateUp = null;
                    n.shared = null;
                    n.mtu = null;
                  })
              .networkDevice(
                  "d",
                  "net",
                  d -> {
                    d.details.put("admin_state_up", null);
                    d.details.put("shared", false);
                    d.details.put("mtu", 0);
                  })
              .map()
              .device("d");
      assertFalse(device.updated());
      assertEquals(false, device.details().get("admin_state_up"));
    }

    @Test
    void takesTheCloudsDetailsWhenTheyDiffer() {
      Device device = withNetwork().network("net", n -> n.shared = true).map().device("d");
      assertEquals(
          Map.of(
              "admin_state_up", true,
              "l2_adjacency", true,
              "mtu", 1500,
              "shared", true,
              "port_security_enabled", true),
          device.details());
      assertTrue(device.updated());
    }

    @Test
    void isMarkedForDeletionWhenItIsGone() {
      assertTrue(withNetwork().gone(Kind.NETWORK, "net").map().device("d").deleteMarker());
    }
  }

  @Nested
  class ItsRack {

    @Test
    void isTheOneOfItsStack() {
      MappedView view =
          knownCluster().rack("r2", r -> {}).instance("d", "srv", d -> d.rackId = "r2").map();
      assertEquals(view.rack("r1").id(), view.device("d").rackId());
      assertEquals(List.of(view.device("d").id()), view.rack("r1").devices());
      assertEquals(List.of(1), view.rack("r1").occupied());
    }

    @Test
    void isElseTheOneItStandsIn() {
      MappedView view =
          knownCluster()
              .rack("r2", r -> {})
              .instance(
                  "d",
                  "srv",
                  d -> {
                    d.rackId = "r2";
                    d.stackId = "unknown";
                  })
              .map();
      assertEquals(view.rack("r2").id(), view.device("d").rackId());
    }

    @Test
    void mustBeInTheViewElseTheDeviceIsLeftOut() {
      MappedView view = standard().instance("d", "srv", d -> {}).map();
      assertTrue(view.findDevice("d").isEmpty());
      assertEquals(Effect.LEFT_OUT, view.effect("d"));
    }
  }

  @Test
  @DisplayName("B19: of two devices of one server the first follows it, and none is added")
  void ofTwoDevicesOfOneServerTheFirstFollowsIt() {
    MappedView view =
        withServer()
            .instance("d1", "srv", d -> d.status = "FAILED")
            .instance(
                "d2",
                "srv",
                d -> {
                  d.status = "FAILED";
                  d.start = 2;
                  d.end = 2;
                })
            .map();
    assertEquals(2, view.mapped().devices().size());
    assertTrue(view.device("d1").updated());
    assertFalse(view.device("d2").updated());
    assertEquals(Effect.KEPT, view.effect("d2"));
  }

  @Test
  void bothDevicesOfOneServerGoWithIt() {
    MappedView view =
        withServer()
            .instance("d1", "srv", d -> {})
            .instance("d2", "srv", d -> {})
            .gone(Kind.SERVER, "srv")
            .map();
    assertTrue(view.mapped().devices().stream().allMatch(Device::deleteMarker));
  }
}

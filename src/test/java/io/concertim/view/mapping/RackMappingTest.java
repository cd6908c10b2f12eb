// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import static io.concertim.view.mapping.Facts.knownCluster;
import static io.concertim.view.mapping.Facts.standard;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.PortalTeam;
import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.NamePair;
import io.concertim.view.model.view.Problem.Cause;
import io.concertim.view.model.view.Problem.Effect;
import io.concertim.view.model.view.Rack;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stacks to racks (semantics.md sections 2, 4, 6 and 10). */
class RackMappingTest {
  private static final BilledId TEAM = new BilledId("t1", "p1", "a1");

  private static PortalTeam team(String id, String project) {
    return new PortalTeam(id, "Team " + id, project, null, null, null, 0, 0);
  }

  private static Map<String, Object> output(String key, Object value) {
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("output_key", key);
    output.put("output_value", value);
    return output;
  }

  @Nested
  class ANewStack {

    @Test
    void becomesARackOfItsProjectsTeam() {
      Rack rack =
          standard().stack("s1", s -> s.name = "my_cluster").order("s1", "o1").map().rack("s1");
      assertEquals(new BilledId(null, "s1", "o1"), rack.id());
      assertEquals(new NamePair("my-cluster", "my_cluster"), rack.name());
      assertEquals(TEAM, rack.teamId());
      assertEquals(42, rack.height());
      assertEquals("ACTIVE", rack.status());
      assertEquals(Facts.REASON, rack.statusReason());
      assertEquals("Rack created from Cloud by Concertim Service", rack.description());
      assertEquals(
          Map.of(
              "creator_cloud_name", "CM_anna",
              "project_cloud_id", "p1",
              "status_reason", Facts.REASON),
          rack.metadata());
      assertEquals(Map.of(), rack.networkDetails());
      assertNull(rack.pending());
    }

    @Test
    void isNeitherUpdatedNorDeleted() {
      Rack rack = standard().stack("s1").order("s1", "o1").map().rack("s1");
      assertFalse(rack.updated());
      assertFalse(rack.deleteMarker());
    }

    @ParameterizedTest(name = "A16, B9: made by {0}")
    @NullSource
    @ValueSource(strings = {"admin", "old_CM_x", ""})
    void isLeftAloneWhenTheSuiteDidNotMakeIt(String owner) {
      MappedView view = standard().stack("s1", s -> s.owner = owner).map();
      assertTrue(view.findRack("s1").isEmpty());
      assertEquals(List.of(), view.problems("s1"));
    }

    @Test
    void isReportedWhenNoTeamHasItsProject() {
      MappedView view = standard().stack("s1", s -> s.project = "p9").map();
      assertTrue(view.findRack("s1").isEmpty());
      assertEquals(Effect.LEFT_OUT, view.effect("s1"));
    }

    @Test
    @DisplayName("A5: waits for its order")
    void waitsForItsOrder() {
      Rack rack = standard().stack("s1").map().rack("s1");
      assertNotNull(rack.pending());
      assertNull(rack.id().billing());
    }

    @Test
    @DisplayName("A5: waits while its order is not ACTIVE")
    void waitsWhileItsOrderIsNotActive() {
      assertNotNull(
          standard().stack("s1").order("s1", "o1", "CANCELLED").map().rack("s1").pending());
    }

    @Test
    void doesNotWaitWhereTheOperatorWantsNoOrders() {
      Mapped view =
          ViewMapping.map(
              standard().stack("s1").layers(), Map.of(), new MappingSettings(20, false));
      assertNull(view.racks().get(0).pending());
      assertEquals(20, view.racks().get(0).height());
    }

    @Test
    @DisplayName("waits while another rack has its order, and says so")
    void waitsWhileAnotherRackHasItsOrder() {
      MappedView view =
          standard()
              .rack("r9", r -> r.orderId = "o1")
              .stack("s1")
              .order("s1", "o1")
              .stack("s2")
              .order("s2", "o2")
              .map();
      assertEquals("its order o1 is already that of rack r9", view.rack("s1").pending());
      assertEquals(Cause.ORDER, view.problems("s1").get(0).cause());
      assertNull(view.rack("s2").pending());
    }

    @Test
    @DisplayName("the portal takes one rack without an order only")
    void waitsWhileAnotherRackHasNoOrderEither() {
      Mapped view =
          ViewMapping.map(
              standard().stack("s1").stack("s2").layers(),
              Map.of(),
              new MappingSettings(42, false));
      assertNull(view.racks().get(0).pending());
      assertNotNull(view.racks().get(1).pending());
      Mapped known =
          ViewMapping.map(
              standard().rack("r9", r -> r.orderId = "None").stack("s1").layers(),
              Map.of(),
              new MappingSettings(42, false));
      assertNotNull(known.racks().get(1).pending());
    }

    @Test
    @DisplayName("a rack whose order is null does not have the one order \"None\"")
    void doesNotWaitForARackWhoseOrderIsNull() {
      Mapped known =
          ViewMapping.map(
              standard().rack("r9", r -> r.orderId = null).stack("s1").layers(),
              Map.of(),
              new MappingSettings(42, false));
      assertNull(known.racks().get(1).pending());
    }

    @Test
    @DisplayName("has a name that leaves room for a template's in that of a chassis")
    void hasANameThatLeavesRoomInThatOfAChassis() {
      MappedView view =
          standard()
              .stack("s1", s -> s.name = "r".repeat(255))
              .stack("s2", s -> s.name = "r".repeat(255))
              .flavor("long", "t".repeat(255), 1, 10)
              .map();
      assertEquals("r".repeat(118), view.rack("s1").name().cloud());
      assertEquals("r".repeat(115) + "-s2", view.rack("s2").name().cloud());
      assertEquals("t".repeat(118), view.template("long").name().cloud());
    }

    @Test
    @DisplayName("a NUL, which the portal's database cannot hold, is left out of its reason")
    void hasAReasonWithoutNul() {
      MappedView view = standard().stack("s1", s -> s.reason = "no\0 room").map();
      assertEquals("no room", view.rack("s1").statusReason());
    }

    @Test
    @DisplayName("B10: is left out while several subscriptions name it, and the others go on")
    void isLeftOutWhileSeveralSubscriptionsNameIt() {
      MappedView view =
          standard()
              .stack("s1")
              .order("s1", "o1")
              .order("s1", "o2")
              .stack("s2")
              .order("s2", "o3")
              .map();
      assertTrue(view.findRack("s1").isEmpty());
      assertEquals(Effect.LEFT_OUT, view.effect("s1"));
      assertNull(view.rack("s2").pending());
    }

    @Test
    void countsOnlyActiveSubscriptions() {
      Rack rack =
          standard().stack("s1").order("s1", "o1", "CANCELLED").order("s1", "o2").map().rack("s1");
      assertEquals("o2", rack.id().billing());
    }

    @Test
    @DisplayName("A7: gets a name that Concertim accepts, since fe_updates sends the cloud name")
    void getsANameThatConcertimAccepts() {
      MappedView view =
          standard().stack("s1", s -> s.name = "my.cluster_1").order("s1", "o1").map();
      assertEquals(new NamePair("my-cluster-1", "my-cluster_1"), view.rack("s1").name());
      assertEquals(Effect.ADJUSTED, view.effect("s1"));
    }

    @Test
    void getsAnotherNameThanTheRacksOfItsTeam() {
      MappedView view = knownCluster().stack("s2", s -> s.name = "r1").order("s2", "o2").map();
      assertEquals("r1-s2", view.rack("s2").name().cloud());
    }

    @Test
    void mayHaveTheNameOfAnotherTeamsRack() {
      MappedView view =
          knownCluster()
              .team("t2", "p2", "a2")
              .stack(
                  "s2",
                  s -> {
                    s.name = "r1";
                    s.project = "p2";
                  })
              .order("s2", "o2")
              .map();
      assertEquals("r1", view.rack("s2").name().cloud());
    }

    @Test
    void isNotOfferedAgainWhenThePortalShowsItInARackWithoutTeam() {
      MappedView view =
          standard()
              .stack("s1")
              .order("s1", "o1")
              .rack(
                  "r1",
                  r -> {
                    r.stackId = "s1";
                    r.owner = null;
                  })
              .map();
      assertEquals(List.of(), view.mapped().racks());
      assertEquals(Effect.LEFT_OUT, view.effect("r1"));
    }

    @Test
    void showsItsOutputsAsPythonWouldWriteThem() {
      Rack rack =
          standard()
              .stack("s1")
              .outputs("s1", List.of(output("ip", "10.0.0.1"), output("names", List.of("a's"))))
              .map()
              .rack("s1");
      assertEquals(
          "ip={'output_key': 'ip', 'output_value': '10.0.0.1'}, "
              + "names={'output_key': 'names', 'output_value': [\"a's\"]}",
          rack.creationOutput());
      assertEquals(2, rack.outputs().size());
    }

    @Test
    @DisplayName("B6: may have resources of odd types, which are not shown")
    void mayHaveResourcesOfOddTypes() {
      Rack rack =
          standard()
              .stack("s1")
              .resources(
                  "s1",
                  Facts.resource("my_nested.yaml", "x1"),
                  Facts.resource("Custom", "x2"),
                  Facts.resource("A::B", "x3"),
                  Facts.resource("OS::Heat::ResourceGroup", "x4"),
                  Facts.resource("OS::Nova::Server", "x5"),
                  Facts.resource("OS::Cinder::VolumeAttachment", "x6"),
                  Facts.resource("OS::Neutron::Port", "x7"),
                  Facts.resource("OS::Heat::RandomString", "x8"),
                  Facts.groupResource("g"))
              .group("g", "x5", "x9")
              .map()
              .rack("s1");
      assertEquals(
          Map.of(
              "servers", Map.of("x5", "the_x5", "x9", "the_g"),
              "volumes", Map.of("x6", "the_x6"),
              "networks", Map.of("x7", "the_x7"),
              "other", Map.of("x8", "the_x8")),
          rack.resources());
    }
  }

  @Nested
  class AKnownRack {

    @Test
    void thatAgreesWithItsStackStaysAsItIs() {
      Rack rack = knownCluster().map().rack("s1");
      assertEquals(new BilledId("r1", "s1", "order-r1"), rack.id());
      assertEquals(new NamePair("r1", "r1"), rack.name());
      assertFalse(rack.updated());
      assertFalse(rack.deleteMarker());
    }

    @Test
    void isUpdatedWhenItsStacksStatusChanged() {
      Rack rack =
          standard()
              .stack("s1", s -> s.status = "SUSPEND_COMPLETE")
              .rack("r1", r -> r.stackId = "s1")
              .map()
              .rack("r1");
      assertEquals("STOPPED", rack.status());
      assertTrue(rack.updated());
    }

    @Test
    @DisplayName("A3: is updated when reason or creator changed")
    void isUpdatedWhenItsMetadataChanged() {
      Rack rack =
          standard()
              .stack("s1", s -> s.reason = "new")
              .rack(
                  "r1",
                  r -> {
                    r.stackId = "s1";
                    r.creator = "CM_other";
                    r.project = "p0";
                  })
              .map()
              .rack("r1");
      assertEquals("new", rack.metadata().get("status_reason"));
      assertEquals("CM_anna", rack.metadata().get("creator_cloud_name"));
      assertEquals("p1", rack.metadata().get("project_cloud_id"));
      assertTrue(rack.updated());
    }

    @Test
    @DisplayName("A4: carries reason and outputs, so that an update does not blank them")
    void carriesReasonAndOutputs() {
      Rack rack =
          standard()
              .stack("s1", s -> s.status = "CHECK_FAILED")
              .outputs("s1", List.of(output("ip", "1")))
              .rack("r1", r -> r.stackId = "s1")
              .map()
              .rack("r1");
      assertTrue(rack.updated());
      assertEquals(Facts.REASON, rack.statusReason());
      assertEquals(List.of(output("ip", "1")), rack.outputs());
      assertEquals("ip={'output_key': 'ip', 'output_value': '1'}", rack.creationOutput());
    }

    @Test
    @DisplayName("A4: keeps what the portal shows where the cloud says nothing")
    void keepsWhatThePortalShowsWhereTheCloudSaysNothing() {
      Rack rack =
          standard()
              .stack("s1", s -> s.reason = null)
              .rack(
                  "r1",
                  r -> {
                    r.stackId = "s1";
                    r.creationOutput = "x={}";
                  })
              .map()
              .rack("r1");
      assertEquals(Facts.REASON, rack.statusReason());
      assertEquals("x={}", rack.creationOutput());
      assertFalse(rack.updated());
    }

    @Test
    void isNotUpdatedForAProjectThatFeUpdatesWouldNotSend() {
      Rack rack =
          standard()
              .stack("s1", s -> s.project = "p9")
              .rack("r1", r -> r.stackId = "s1")
              .map()
              .rack("r1");
      assertEquals("p9", rack.metadata().get("project_cloud_id"));
      assertFalse(rack.updated());
    }

    @Test
    void alwaysNamesACreatorSinceFeUpdatesNeedsOne() {
      Rack rack =
          standard()
              .stack("s1", s -> s.owner = null)
              .rack(
                  "r1",
                  r -> {
                    r.stackId = "s1";
                    r.creator = null;
                  })
              .map()
              .rack("r1");
      assertEquals("", rack.metadata().get("creator_cloud_name"));
    }

    @Test
    void followsItsStackWhoeverOwnsIt() {
      Rack rack =
          standard()
              .stack(
                  "s1",
                  s -> {
                    s.owner = "admin";
                    s.status = "CREATE_FAILED";
                  })
              .rack("r1", r -> r.stackId = "s1")
              .map()
              .rack("r1");
      assertEquals("FAILED", rack.status());
    }

    @Test
    @DisplayName("A1: belongs to the team of its owner's project, and the team knows the rack")
    void belongsToTheTeamOfItsOwner() {
      MappedView view = knownCluster().map();
      assertEquals(TEAM, view.rack("r1").teamId());
      assertEquals(List.of(view.rack("r1").id()), view.team("t1").racks());
    }

    @Test
    @DisplayName("A1: belongs to the team with its owner's id when no project matches")
    void belongsToTheTeamWithItsOwnersId() {
      MappedView view =
          standard().team("t2", null, "a2").rack("r1", r -> r.owner = team("t2", "p9")).map();
      assertEquals(new BilledId("t2", null, "a2"), view.rack("r1").teamId());
    }

    @Test
    @DisplayName("A15: its team is a key of the teams even when the list of teams lacks it")
    void bringsItsTeamWhenTheListLacksIt() {
      MappedView view = standard().rack("r1", r -> r.owner = team("t7", null)).map();
      assertEquals(new BilledId("t7", null, null), view.team("t7").id());
      assertEquals(view.team("t7").id(), view.rack("r1").teamId());
    }

    @Test
    @DisplayName("A5: without an order takes the one ACTIVE subscription of its stack")
    void withoutAnOrderTakesTheSubscriptionOfItsStack() {
      Facts facts =
          standard()
              .stack("s1")
              .rack(
                  "r1",
                  r -> {
                    r.stackId = "s1";
                    r.orderId = null;
                  });
      assertNull(facts.map().rack("r1").id().billing());
      Rack rack = facts.order("s1", "o1").map().rack("r1");
      assertEquals("o1", rack.id().billing());
      assertFalse(rack.updated());
      assertNull(facts.order("s1", "o2").map().rack("r1").id().billing());
    }

    @Test
    @DisplayName("is not changed where its order is null, which the portal refuses on every pass")
    void isNotChangedWhereItsOrderIsNull() {
      MappedView view =
          standard()
              .stack("s1", s -> s.status = "CREATE_FAILED")
              .stack("s2", s -> s.status = "CREATE_FAILED")
              .rack("r1", r -> withoutOrder(r, "s1", "None"))
              .rack("r2", r -> withoutOrder(r, "s2", null))
              .map();
      assertTrue(view.rack("r1").updated());
      assertFalse(view.rack("r2").updated());
      assertEquals("FAILED", view.rack("r2").status());
      assertEquals(Cause.ORDER, view.problems("r2").get(0).cause());
      assertEquals(List.of(), view.problems("r1"));
    }

    @Test
    @DisplayName("does not take from billing what is already another rack's order")
    void withoutAnOrderTakesNoneThatIsAnothers() {
      MappedView view =
          standard()
              .stack("s1")
              .rack("r1", r -> withoutOrder(r, "s1", null))
              .rack("r2", r -> r.orderId = "o1")
              .order("s1", "o1")
              .map();
      assertNull(view.rack("r1").id().billing());
      assertEquals("o1", view.rack("r2").id().billing());
    }

    private static void withoutOrder(Facts.RackSpec rack, String stack, String shown) {
      rack.stackId = stack;
      rack.orderId = shown;
    }

    @Test
    @DisplayName("A22: stays when nothing is known of its stack")
    void staysWhenNothingIsKnownOfItsStack() {
      Rack rack = standard().rack("r1", r -> r.stackId = "s1").map().rack("r1");
      assertFalse(rack.deleteMarker());
      assertFalse(rack.updated());
      assertEquals("ACTIVE", rack.status());
      assertEquals(Facts.REASON, rack.statusReason());
    }

    @Test
    void isMarkedForDeletionWhenItsStackIsGone() {
      Rack rack = knownCluster().gone(Kind.STACK, "s1").map().rack("r1");
      assertTrue(rack.deleteMarker());
      assertFalse(rack.updated());
    }

    @Test
    @DisplayName("A22: made by hand is never marked for deletion")
    void madeByHandStays() {
      Rack rack = standard().rack("r1", r -> r.project = null).map().rack("r1");
      assertNull(rack.id().cloud());
      assertFalse(rack.deleteMarker());
      assertFalse(rack.updated());
    }
  }

  @Nested
  @DisplayName("B19: two racks that name one stack")
  class TwoRacksOfOneStack {
    private final MappedView view =
        standard()
            .stack("s1", s -> s.status = "CREATE_FAILED")
            .rack(
                "r1",
                r -> {
                  r.stackId = "s1";
                  r.orderId = null;
                })
            .rack("r2", r -> r.stackId = "s1")
            .rack("r3", r -> r.stackId = "s1")
            .map();

    @Test
    void areBothKeptAndReported() {
      assertEquals(3, view.mapped().racks().size());
      assertEquals(Effect.KEPT, view.effect("r1"));
      assertEquals(Effect.KEPT, view.effect("r3"));
    }

    @Test
    void onlyTheFirstWithTheFewestUnknownPartsFollowsTheStack() {
      assertTrue(view.rack("r2").updated());
      assertFalse(view.rack("r1").updated());
      assertFalse(view.rack("r3").updated());
    }
  }
}

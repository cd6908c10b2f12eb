// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.concertim.view.merge.DeletionGate.Decision;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.PortalTeam;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackResource;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.model.view.HeldDeletion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Deletion is earned (decision D9). The gate lets a fifth go, and two always. */
@DisplayName("A17, A22: a short list deletes nothing by itself")
class DeletionGateTest {
  private static final long BEFORE = 10;
  private static final long LIST = 20;
  private static final long AFTER = 30;

  /** Versions are microseconds, and a hold is told in whole seconds. */
  private static final Instant SINCE = Instant.EPOCH;

  private static final Instant EARLIER = Instant.parse("2026-01-01T00:00:00Z");

  private final DeletionGate gate = new DeletionGate(0.2, 2);

  private static Observation stack(int number, long seen) {
    return Observation.of(
        Kind.STACK,
        seen,
        new Stack("s" + number, "name" + number, "p1", "CM_a", "CREATE_COMPLETE", null, null));
  }

  private static Observation project(int number, long seen) {
    return Observation.of(Kind.PROJECT, seen, new Project("p" + number, "CM_x"));
  }

  private static List<Observation> stacks(int from, int to, long seen) {
    return IntStream.rangeClosed(from, to).mapToObj(n -> stack(n, seen)).toList();
  }

  private static Layers known(List<Observation> observations) {
    return Layers.empty().merge(observations);
  }

  private static SourceRead listed(Kind kind, List<Observation> observations) {
    SourceRead reading = new SourceRead(Source.OPENSTACK);
    observations.forEach(reading::observe);
    reading.completed(kind, LIST);
    return reading;
  }

  private static Decision nothing() {
    return new Decision(List.of(), List.of(), Map.of());
  }

  private static List<String> ids(List<MissingObject> absences) {
    return absences.stream().map(MissingObject::id).toList();
  }

  @Test
  void decidesNothingWhenAllAreListed() {
    SourceRead reading = listed(Kind.STACK, stacks(1, 3, LIST));
    assertEquals(nothing(), gate.judge(known(stacks(1, 3, BEFORE)), reading, List.of(), false));
  }

  @Test
  void holdsEverythingWhenTheListIsSuddenlyEmpty() {
    Decision decision =
        gate.judge(known(stacks(1, 1, BEFORE)), listed(Kind.STACK, List.of()), List.of(), false);
    assertEquals(
        List.of(
            new HeldDeletion(
                "stack", List.of("s1"), "the list is suddenly empty, it had 1", SINCE)),
        decision.held());
    assertEquals(List.of(), decision.confirm());
  }

  @Test
  void decidesNothingWhenTheListWasAlwaysEmpty() {
    assertEquals(
        nothing(), gate.judge(Layers.empty(), listed(Kind.STACK, List.of()), List.of(), false));
  }

  @Test
  void holdsMoreThanMayGoInOneSync() {
    Decision decision =
        gate.judge(
            known(stacks(1, 10, BEFORE)),
            listed(Kind.STACK, stacks(4, 10, LIST)),
            List.of(),
            false);
    assertEquals(List.of("s1", "s2", "s3"), decision.held().get(0).ids());
    assertEquals(List.of(), decision.confirm());
  }

  @Test
  void asksForWhatMayGoById() {
    Decision decision =
        gate.judge(
            known(stacks(1, 10, BEFORE)),
            listed(Kind.STACK, stacks(3, 10, LIST)),
            List.of(),
            false);
    assertEquals(
        List.of(
            new MissingObject(Kind.STACK, "s1", stack(1, BEFORE).fact()),
            new MissingObject(Kind.STACK, "s2", stack(2, BEFORE).fact())),
        decision.confirm());
    assertEquals(List.of(), decision.held());
  }

  @Test
  void letsTheMinimumGoEvenFromFew() {
    Decision decision =
        gate.judge(
            known(stacks(1, 3, BEFORE)), listed(Kind.STACK, stacks(3, 3, LIST)), List.of(), false);
    assertEquals(List.of("s1", "s2"), ids(decision.confirm()));
  }

  @Test
  void asksForWhatNoRackAndNoDeviceIsMadeFromToo() {
    Layers known = known(List.of(project(1, BEFORE), project(2, BEFORE)));
    SourceRead reading = listed(Kind.PROJECT, List.of(project(1, LIST)));
    Decision decision = gate.judge(known, reading, List.of(), false);
    assertEquals(List.of("p2"), ids(decision.confirm()));
  }

  private static List<HeldDeletion> released(String... ids) {
    return List.of(new HeldDeletion("stack", List.of(ids), "the list is suddenly empty", EARLIER));
  }

  @Test
  void asksForHeldOnesByIdOnceTheOperatorReleasesThem() {
    Decision decision =
        gate.judge(
            known(stacks(1, 5, BEFORE)),
            listed(Kind.STACK, List.of()),
            released("s1", "s2", "s3", "s4", "s5"),
            true);
    assertEquals(List.of("s1", "s2", "s3", "s4", "s5"), ids(decision.confirm()));
    assertEquals(List.of(), decision.held());
  }

  @Test
  void goesOnHoldingWhatTheOperatorHasNotSeenWhenHeReleasedOthers() {
    Decision decision =
        gate.judge(
            known(stacks(1, 5, BEFORE)), listed(Kind.STACK, List.of()), released("s1"), true);
    assertEquals(List.of("s1"), ids(decision.confirm()));
    assertEquals(List.of("s2", "s3", "s4", "s5"), decision.held().get(0).ids());
  }

  @Test
  void asksForWhatTheListItselfShowsAsDeletedWhateverItsShare() {
    SourceRead reading = listed(Kind.STACK, List.of());
    List.of("s1", "s2", "s3").forEach(id -> reading.deleted(Kind.STACK, id));
    Decision decision = gate.judge(known(stacks(1, 5, BEFORE)), reading, List.of(), false);
    assertEquals(List.of("s1", "s2", "s3"), ids(decision.confirm()));
    assertEquals(List.of("s4", "s5"), decision.held().get(0).ids());
    assertEquals("the list is suddenly empty, it had 2", decision.held().get(0).reason());
  }

  @Test
  void decidesNothingOfWhatIsListedAndCannotBeReadByItself() {
    SourceRead lists = listed(Kind.STACK, stacks(1, 10, LIST));
    SourceRead details = new SourceRead(Source.OPENSTACK);
    stacks(1, 5, LIST).forEach(stack -> details.unread(Kind.STACK, stack.id(), "404"));
    lists.add(details);
    assertEquals(nothing(), gate.judge(known(stacks(1, 10, BEFORE)), lists, List.of(), false));
  }

  private static SourceRead emptyPortal() {
    SourceRead portal = new SourceRead(Source.CONCERTIM);
    for (Kind kind : List.of(Kind.TEAM, Kind.RACK, Kind.DEVICE)) {
      portal.completed(kind, LIST);
    }
    return portal;
  }

  @Test
  @DisplayName("a gap in the portal's list is asked for by id, however large it is")
  void holdsNothingOfThePortal() {
    List<Observation> known = new ArrayList<>(List.of(rack("s1"), rack("s2"), rack("s3")));
    known.add(device("Volume", "x1"));
    known.add(device("Instance", "x2"));
    Decision decision = gate.judge(known(known), emptyPortal(), List.of(), false);
    assertEquals(Set.of("rs1", "rs2", "rs3", "dx1", "dx2"), Set.copyOf(ids(decision.confirm())));
    assertEquals(List.of(), decision.held());
  }

  @Test
  @DisplayName("a rack that is missing is asked for once, for all that was in it")
  void asksForARackOnceForAllThatWasInIt() {
    Layers known = known(List.of(rack("s1"), inRack("rs1", "x1"), inRack("rs2", "x2")));
    Decision decision = gate.judge(known, emptyPortal(), List.of(), false);
    assertEquals(Set.of("rs1", "dx2"), Set.copyOf(ids(decision.confirm())));
    MissingObject rack =
        decision.confirm().stream().filter(o -> o.kind() == Kind.RACK).findFirst().orElseThrow();
    assertEquals(List.of("dx1"), ids(rack.along()));
  }

  @Test
  void readsAListAgainOnceForAllThatItLacks() {
    Layers known = known(List.of(team("t1"), team("t2"), team("t3")));
    Decision decision = gate.judge(known, emptyPortal(), List.of(), false);
    assertEquals(List.of("t1"), ids(decision.confirm()));
    assertEquals(List.of("t1", "t2", "t3"), ids(decision.confirm().get(0).together()));
  }

  @Test
  @DisplayName("what is held does not add up with what comes later")
  void judgesByThemselvesThoseThatAreNewlyMissing() {
    List<HeldDeletion> before =
        List.of(new HeldDeletion("stack", List.of("s1", "s2", "s3", "s10"), "too many", EARLIER));
    Decision decision =
        gate.judge(
            known(stacks(1, 10, BEFORE)), listed(Kind.STACK, stacks(5, 10, LIST)), before, false);
    assertEquals(List.of("s4"), ids(decision.confirm()));
    assertEquals(
        List.of(new HeldDeletion("stack", List.of("s1", "s2", "s3"), "too many", EARLIER)),
        decision.held());
  }

  @Test
  @DisplayName("that Heat's tree still has a server is a doubt, and no proof")
  void doubtsTheDeletionOfAServerThatItsStackStillHas() {
    List<Observation> known = new ArrayList<>(stacks(1, 1, BEFORE));
    known.add(server("x1"));
    known.add(server("x2"));
    known.add(
        Observation.of(
            Kind.STACK_RESOURCES,
            BEFORE,
            new StackResources(
                "s1", null, List.of(new StackResource("a", "OS::Nova::Server", "x1")))));
    SourceRead reading = listed(Kind.STACK, stacks(1, 1, LIST));
    reading.completed(Kind.SERVER, LIST);
    reading.observe(server("x3"));
    Decision decision = gate.judge(known(known), reading, List.of(), false);
    assertEquals(List.of("x1", "x2"), ids(decision.confirm()));
    assertEquals(Map.of(decision.confirm().get(0), "its stack still has it"), decision.doubts());
    assertEquals(List.of(), decision.held());
  }

  private static Observation server(String id) {
    return Observation.of(
        Kind.SERVER,
        BEFORE,
        new Server(id, id, "active", "p", null, null, List.of(), List.of(), List.of(), List.of()));
  }

  private static Observation team(String id) {
    return Observation.of(Kind.TEAM, BEFORE, new PortalTeam(id, id, null, null, null, null, 0, 0));
  }

  @Test
  void decidesNothingAfterAnIncompleteReading() {
    SourceRead reading = listed(Kind.STACK, List.of());
    reading.fail("Nova did not answer");
    assertEquals(nothing(), gate.judge(known(stacks(1, 5, BEFORE)), reading, List.of(), false));
  }

  @Test
  void decidesNothingAboutAListThatWasNotReadToItsEnd() {
    SourceRead reading = new SourceRead(Source.OPENSTACK);
    reading.observe(stack(1, LIST));
    assertEquals(nothing(), gate.judge(known(stacks(1, 5, BEFORE)), reading, List.of(), false));
  }

  @Test
  void judgesNoOtherKindThanTheOneListed() {
    List<Observation> known = new ArrayList<>(stacks(1, 1, BEFORE));
    known.add(project(1, BEFORE));
    SourceRead reading = listed(Kind.PROJECT, List.of(project(1, LIST)));
    assertEquals(nothing(), gate.judge(known(known), reading, List.of(), false));
  }

  @Test
  void leavesOutWhatIsAlreadyKnownToBeGone() {
    Layers known =
        known(List.of(stack(1, BEFORE), Observation.gone(Kind.STACK, "s2", BEFORE), rack("s2")));
    assertEquals(
        nothing(), gate.judge(known, listed(Kind.STACK, stacks(1, 1, LIST)), List.of(), false));
  }

  @Test
  void leavesOutWhatWasSeenAfterTheListBegan() {
    Layers known = known(List.of(stack(1, BEFORE), stack(2, AFTER), rack("s2")));
    assertEquals(
        nothing(), gate.judge(known, listed(Kind.STACK, stacks(1, 1, LIST)), List.of(), false));
  }

  @Test
  void asksOfAListOfChangesOnlyForWhatItShowsAsDeleted() {
    SourceRead reading = new SourceRead(Source.OPENSTACK);
    reading.changed(Kind.STACK, LIST);
    reading.deleted(Kind.STACK, "s2");
    reading.deleted(Kind.STACK, "s9");
    Layers known = known(stacks(1, 9, BEFORE)).merge(List.of(stack(9, AFTER), rack("s7")));

    Decision decision = gate.judge(known, reading, List.of(), false);

    assertEquals(List.of("s2"), ids(decision.confirm()));
    assertEquals(List.of(), decision.held());
  }

  @Test
  void oneAnswerIsEnoughForAServerThatAListOfChangesShowsAsDeleted() {
    SourceRead reading = listed(Kind.STACK, stacks(1, 1, LIST));
    reading.changed(Kind.SERVER, LIST);
    reading.deleted(Kind.SERVER, "x1");
    Observation tree =
        Observation.of(
            Kind.STACK_RESOURCES,
            BEFORE,
            new StackResources(
                "s1", null, List.of(new StackResource("n", "OS::Nova::Server", "x1"))));
    Layers known = known(List.of(stack(1, BEFORE), device("Instance", "x1"), tree));

    Decision decision = gate.judge(known, reading, List.of(), false);

    assertEquals(List.of("x1"), ids(decision.confirm()));
    assertEquals(Map.of(), decision.doubts());
  }

  @Test
  void alsoAsksForWhatOnlyThePortalNames() {
    Layers known = known(List.of(stack(1, BEFORE), rack("s7"), rack(null)));
    Decision decision = gate.judge(known, listed(Kind.STACK, stacks(1, 1, LIST)), List.of(), false);
    assertEquals(List.of(new MissingObject(Kind.STACK, "s7", null)), decision.confirm());
  }

  @Test
  void takesADevicesTypeForTheKindOfWhatItNames() {
    Layers known =
        known(List.of(device("Instance", "x1"), device("Volume", "x2"), device("Network", "x3")));
    assertEquals(Set.of("x1"), DeletionGate.namedByPortal(known, Kind.SERVER));
    assertEquals(Set.of("x2"), DeletionGate.namedByPortal(known, Kind.VOLUME));
    assertEquals(Set.of("x3"), DeletionGate.namedByPortal(known, Kind.NETWORK));
    assertEquals(Set.of(), DeletionGate.namedByPortal(known, Kind.STACK));
  }

  private static Observation rack(String stackId) {
    return Observation.of(
        Kind.RACK,
        BEFORE,
        new PortalRack(
            "r" + stackId,
            "r",
            42,
            "ACTIVE",
            null,
            null,
            stackId,
            null,
            null,
            null,
            null,
            null,
            Map.of()));
  }

  private static Observation device(String type, String cloudId) {
    return device(type, cloudId, null);
  }

  private static Observation inRack(String rackId, String cloudId) {
    return device("Instance", cloudId, rackId);
  }

  private static Observation device(String type, String cloudId, String rackId) {
    return Observation.of(
        Kind.DEVICE,
        BEFORE,
        new PortalDevice(
            "d" + cloudId,
            "d",
            type,
            null,
            "ACTIVE",
            0,
            null,
            rackId,
            1,
            1,
            "f",
            cloudId,
            null,
            null,
            Map.of()));
  }
}

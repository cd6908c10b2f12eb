package io.concertim.view.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.concertim.view.merge.DeletionGate.Decision;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.view.HeldDeletion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Deletion is earned (design D9). The gate lets a fifth go, and two always. */
@DisplayName("A17, A22: a short list deletes nothing by itself")
class DeletionGateTest {
  private static final long BEFORE = 10;
  private static final long LIST = 20;
  private static final long AFTER = 30;

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

  private static Reading listed(Kind kind, List<Observation> observations) {
    Reading reading = new Reading(Source.OPENSTACK);
    observations.forEach(reading::observe);
    reading.completed(kind, LIST);
    return reading;
  }

  private static Decision nothing() {
    return new Decision(List.of(), List.of());
  }

  private static List<String> ids(List<Absence> absences) {
    return absences.stream().map(Absence::id).toList();
  }

  @Test
  void decidesNothingWhenAllAreListed() {
    Reading reading = listed(Kind.STACK, stacks(1, 3, LIST));
    assertEquals(nothing(), gate.judge(known(stacks(1, 3, BEFORE)), reading, List.of()));
  }

  @Test
  void holdsEverythingWhenTheListIsSuddenlyEmpty() {
    Decision decision =
        gate.judge(known(stacks(1, 1, BEFORE)), listed(Kind.STACK, List.of()), List.of());
    assertEquals(
        List.of(new HeldDeletion("stack", List.of("s1"), "the list is suddenly empty, it had 1")),
        decision.held());
    assertEquals(List.of(), decision.confirm());
  }

  @Test
  void decidesNothingWhenTheListWasAlwaysEmpty() {
    assertEquals(nothing(), gate.judge(Layers.empty(), listed(Kind.STACK, List.of()), List.of()));
  }

  @Test
  void holdsMoreThanMayGoInOneSync() {
    Decision decision =
        gate.judge(
            known(stacks(1, 10, BEFORE)), listed(Kind.STACK, stacks(4, 10, LIST)), List.of());
    assertEquals(List.of("s1", "s2", "s3"), decision.held().get(0).ids());
    assertEquals(List.of(), decision.confirm());
  }

  @Test
  void asksForWhatMayGoById() {
    Decision decision =
        gate.judge(
            known(stacks(1, 10, BEFORE)), listed(Kind.STACK, stacks(3, 10, LIST)), List.of());
    assertEquals(
        List.of(
            new Absence(Kind.STACK, "s1", stack(1, BEFORE).fact()),
            new Absence(Kind.STACK, "s2", stack(2, BEFORE).fact())),
        decision.confirm());
    assertEquals(List.of(), decision.held());
  }

  @Test
  void letsTheMinimumGoEvenFromFew() {
    Decision decision =
        gate.judge(known(stacks(1, 3, BEFORE)), listed(Kind.STACK, stacks(3, 3, LIST)), List.of());
    assertEquals(List.of("s1", "s2"), ids(decision.confirm()));
  }

  @Test
  void asksForWhatNoRackAndNoDeviceIsMadeFromToo() {
    Layers known = known(List.of(project(1, BEFORE), project(2, BEFORE)));
    Reading reading = listed(Kind.PROJECT, List.of(project(1, LIST)));
    Decision decision = gate.judge(known, reading, List.of());
    assertEquals(List.of("p2"), ids(decision.confirm()));
  }

  private static List<HeldDeletion> released(String... ids) {
    return List.of(new HeldDeletion("stack", List.of(ids), "the list is suddenly empty"));
  }

  @Test
  void asksForHeldOnesByIdOnceTheOperatorReleasesThem() {
    Decision decision =
        gate.judge(
            known(stacks(1, 5, BEFORE)),
            listed(Kind.STACK, List.of()),
            released("s1", "s2", "s3", "s4", "s5"));
    assertEquals(List.of("s1", "s2", "s3", "s4", "s5"), ids(decision.confirm()));
    assertEquals(List.of(), decision.held());
  }

  @Test
  void goesOnHoldingWhatTheOperatorHasNotSeenWhenHeReleasedOthers() {
    Decision decision =
        gate.judge(known(stacks(1, 5, BEFORE)), listed(Kind.STACK, List.of()), released("s1"));
    assertEquals(List.of("s1"), ids(decision.confirm()));
    assertEquals(List.of("s2", "s3", "s4", "s5"), decision.held().get(0).ids());
  }

  @Test
  void asksForWhatTheListItselfShowsAsDeletedWhateverItsShare() {
    Reading reading = listed(Kind.STACK, List.of());
    List.of("s1", "s2", "s3").forEach(id -> reading.deleted(Kind.STACK, id));
    Decision decision = gate.judge(known(stacks(1, 5, BEFORE)), reading, List.of());
    assertEquals(List.of("s1", "s2", "s3"), ids(decision.confirm()));
    assertEquals(List.of("s4", "s5"), decision.held().get(0).ids());
    assertEquals("the list is suddenly empty, it had 2", decision.held().get(0).reason());
  }

  @Test
  void holdsMoreThanMayGoAlsoWhereTheSystemDeniesWhatItLists() {
    Reading lists = listed(Kind.STACK, stacks(1, 10, LIST));
    Reading details = new Reading(Source.OPENSTACK);
    stacks(1, 5, LIST).forEach(stack -> details.denied(Kind.STACK, stack.id()));
    lists.add(details);
    Decision decision = gate.judge(known(stacks(1, 10, BEFORE)), lists, List.of());
    assertEquals(List.of("s1", "s2", "s3", "s4", "s5"), decision.held().get(0).ids());
    assertEquals(List.of(), decision.confirm());
  }

  @Test
  void expectsThePortalToLoseWhatTheCloudHasLost() {
    List<Observation> known = new ArrayList<>(List.of(rack("s1"), rack("s2"), rack("s3")));
    known.add(device("Volume", "x1"));
    known.add(device("Instance", "x2"));
    List.of("s1", "s2", "s3").forEach(id -> known.add(Observation.gone(Kind.STACK, id, BEFORE)));
    known.add(Observation.gone(Kind.VOLUME, "x1", BEFORE));
    Reading portal = new Reading(Source.CONCERTIM);
    portal.completed(Kind.RACK, LIST);
    portal.completed(Kind.DEVICE, LIST);
    Decision decision = gate.judge(known(known), portal, List.of());
    assertEquals(List.of("rs1", "rs2", "rs3", "dx1"), ids(decision.confirm()));
    assertEquals(List.of("dx2"), decision.held().get(0).ids());
  }

  @Test
  void decidesNothingAfterAnIncompleteReading() {
    Reading reading = listed(Kind.STACK, List.of());
    reading.fail("Nova did not answer");
    assertEquals(nothing(), gate.judge(known(stacks(1, 5, BEFORE)), reading, List.of()));
  }

  @Test
  void decidesNothingAboutAListThatWasNotReadToItsEnd() {
    Reading reading = new Reading(Source.OPENSTACK);
    reading.observe(stack(1, LIST));
    assertEquals(nothing(), gate.judge(known(stacks(1, 5, BEFORE)), reading, List.of()));
  }

  @Test
  void judgesNoOtherKindThanTheOneListed() {
    List<Observation> known = new ArrayList<>(stacks(1, 1, BEFORE));
    known.add(project(1, BEFORE));
    Reading reading = listed(Kind.PROJECT, List.of(project(1, LIST)));
    assertEquals(nothing(), gate.judge(known(known), reading, List.of()));
  }

  @Test
  void leavesOutWhatIsAlreadyKnownToBeGone() {
    Layers known =
        known(List.of(stack(1, BEFORE), Observation.gone(Kind.STACK, "s2", BEFORE), rack("s2")));
    assertEquals(nothing(), gate.judge(known, listed(Kind.STACK, stacks(1, 1, LIST)), List.of()));
  }

  @Test
  void leavesOutWhatWasSeenAfterTheListBegan() {
    Layers known = known(List.of(stack(1, BEFORE), stack(2, AFTER), rack("s2")));
    assertEquals(nothing(), gate.judge(known, listed(Kind.STACK, stacks(1, 1, LIST)), List.of()));
  }

  @Test
  void alsoAsksForWhatOnlyThePortalNames() {
    Layers known = known(List.of(stack(1, BEFORE), rack("s7"), rack(null)));
    Decision decision = gate.judge(known, listed(Kind.STACK, stacks(1, 1, LIST)), List.of());
    assertEquals(List.of(new Absence(Kind.STACK, "s7", null)), decision.confirm());
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
            null,
            1,
            1,
            "f",
            cloudId,
            null,
            null,
            Map.of()));
  }
}

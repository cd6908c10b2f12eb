// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.lab.OddAnswers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.model.layer.Subscription;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.Problem.Cause;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.View;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer about one object is about (decision D9, D16). */
@Timeout(120)
class OneObjectTest {
  private static final String STACK = "57000000-0000-4000-8000-0000000000a1";
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final String DB = "5e000000-0000-4000-8000-0000000000a2";
  private static final String DATA = "70000000-0000-4000-8000-0000000000a1";

  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private final LabConfig config =
      lab.config().set("view.retries", 0).set("view.full_reread_every", 1);
  private RunningView process;

  @AfterEach
  void stop() {
    if (process != null) {
      process.close();
    }
  }

  private LabSync syncOfAll() throws Exception {
    if (process == null) {
      process = RunningView.of(config, folder);
    }
    return process.sync();
  }

  private View sync() throws Exception {
    View view = syncOfAll().view();
    view.sources().values().forEach(status -> assertTrue(status.complete(), status.reason()));
    return view;
  }

  private static Rack rack(View view, String stack) {
    return view.racks().stream()
        .filter(rack -> stack.equals(rack.id().cloud()))
        .findFirst()
        .orElseThrow();
  }

  private static Device device(View view, String id) {
    return view.devices().stream()
        .filter(device -> id.equals(device.id().cloud()))
        .findFirst()
        .orElseThrow();
  }

  private static List<Problem> problems(View view, Cause cause, String id) {
    return view.problems().stream()
        .filter(problem -> problem.cause() == cause && id.equals(problem.id()))
        .toList();
  }

  @Test
  @DisplayName("a list of projects that Keystone cuts is reported, and each device that it costs")
  void whatACutListCostsIsReported() throws Exception {
    lab.faults().fail("/keystone/v3/projects", OddAnswers.truncatedTo(0));

    View cut = sync();

    assertEquals(1, problems(cut, Cause.SHORT_LIST, "that their list lacks").size());
    lab.faults().clear();
    Set<String> there = ids(cut);
    ids(sync()).stream()
        .filter(id -> !there.contains(id))
        .forEach(
            id ->
                assertTrue(
                    cut.problems().stream().anyMatch(p -> id.equals(p.id())), id + " is not told"));
  }

  @Test
  @DisplayName("what a list of projects that Keystone cuts lacks is not asked for, and not gone")
  void whatACutListLacksIsNotGone() throws Exception {
    View before = SyncedData.copyTo(config, folder).view();
    lab.faults().fail("/keystone/v3/projects", OddAnswers.truncatedTo(0));
    lab.calls().clear();

    assertEquals(before.devices(), sync().devices());
    assertEquals(0, lab.calls().matching("/keystone/v3/projects/").size());
  }

  private static Set<String> ids(View view) {
    return view.devices().stream().map(device -> device.id().cloud()).collect(Collectors.toSet());
  }

  static Stream<Fault> answersAboutAStack() {
    return Stream.of(
        OddAnswers.resourceTypeGone("OS::Acme::Appliance"),
        OddAnswers.stackGone("alpha-web"),
        OddAnswers.resourceTypeForbidden());
  }

  @ParameterizedTest
  @MethodSource("answersAboutAStack")
  @DisplayName("a stack that is listed stays, whatever its detail and resources answer")
  void aListedStackStaysWhateverHeatAnswersAboutIt(Fault fault) throws Exception {
    lab.faults().fail("/stacks/[^/?]+/" + STACK, fault);

    View view = sync();

    assertFalse(rack(view, STACK).deleteMarker());
    assertFalse(device(view, WEB).deleteMarker());
    assertEquals(1, problems(view, Cause.NOT_READ, STACK).size(), view.problems().toString());
    assertEquals(view.problems(), sync().problems(), "told until it can be read");
    lab.faults().clear();
    assertEquals(List.of(), problems(sync(), Cause.NOT_READ, STACK));
  }

  @Test
  @DisplayName("the other stacks' changes are seen")
  void theOtherStacksAreRead() throws Exception {
    SyncedData.copyTo(config, folder);
    lab.faults().fail("/" + STACK + "/resources", OddAnswers.resourceTypeForbidden());

    LabSync during = syncOfAll();

    assertEquals(1, problems(during.view(), Cause.NOT_READ, STACK).size());
    assertTrue(during.layers().fact(StackResources.class, STACK).isPresent());
    assertTrue(during.layers().facts(StackResources.class).size() > 1);
  }

  private static List<Fault> answersOfAnOptionalCall() {
    return List.of(
        OddAnswers.novaPathUnknown(),
        Fault.proxyPage(404),
        OddAnswers.novaForbidden("os_compute_api:os-services:list"),
        Fault.status(400),
        Fault.status(401),
        Fault.status(406),
        Fault.status(500),
        Fault.status(503),
        Fault.redirect("/elsewhere"),
        Fault.drop(),
        Fault.halfJson(),
        Fault.notJson());
  }

  @Test
  @DisplayName("an optional call never fails the source")
  void anOptionalCallNeverFailsTheSource() throws Exception {
    for (Fault fault : answersOfAnOptionalCall()) {
      lab.faults().fail("/os-services", fault);

      View view = sync();

      assertEquals(
          1, problems(view, Cause.SHORT_LIST, "that their list lacks").size(), fault.toString());
      lab.faults().clear();
      assertEquals(List.of(), problems(sync(), Cause.SHORT_LIST, "that their list lacks"));
    }
  }

  @Test
  @DisplayName("neither does an optional call that is not answered")
  void anOptionalCallThatIsNotAnsweredFailsNothing() throws Exception {
    config.set("view.response_timeout", "5s");
    lab.faults().fail("/os-services", Fault.hang());

    sync();
  }

  @Test
  @DisplayName("a server that is deleted counts after two syncs where Nova tells of no cells")
  void aServerIsGoneAfterTwoSyncsWhereNovaTellsOfNoCells() throws Exception {
    SyncedData.copyTo(config, folder);
    lab.faults().fail("/os-services", OddAnswers.novaPathUnknown());
    lab.world().removeResource(STACK, "db");

    View first = sync();
    assertFalse(device(first, DB).deleteMarker());
    assertEquals(1, problems(first, Cause.NOT_CONFIRMED, DB).size(), first.problems().toString());
    assertTrue(device(sync(), DB).deleteMarker());
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETED", "SOFT_DELETED"})
  @DisplayName("a server that its own answer shows as deleted is gone")
  void aSoftDeletedServerIsGone(String status) throws Exception {
    SyncedData.copyTo(config, folder);
    lab.world().removeResource(STACK, "db");
    lab.world()
        .servers()
        .add("{\"id\":\"%s\",\"name\":\"db\",\"status\":\"%s\"}".formatted(DB, status));

    assertTrue(device(sync(), DB).deleteMarker());
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETED", "SOFT_DELETED"})
  @DisplayName(
      "a server that its own answer shows as deleted is gone though its stack still has it")
  void aSoftDeletedServerThatItsStackStillHasIsGone(String status) throws Exception {
    SyncedData.copyTo(config, folder);
    lab.world().servers().set(DB, "status", status);

    View view = sync();

    assertTrue(device(view, DB).deleteMarker());
    assertEquals(List.of(), problems(view, Cause.NOT_CONFIRMED, DB));
    assertFalse(device(view, WEB).deleteMarker());
  }

  @Test
  @DisplayName("what a volume shows by its id is used though its list lacks it")
  void whatIsShownByIdIsUsed() throws Exception {
    SyncedData.copyTo(config, folder);
    lab.world().volumes().set(DATA, "status", "error");
    lab.faults()
        .fail(
            "/volumes/detail",
            Fault.rewritten(body -> body.replace("\"id\":\"" + DATA, "\"id\":\"other")));

    Device volume = device(sync(), DATA);

    assertFalse(volume.deleteMarker());
    assertEquals("FAILED", volume.status());
  }

  @Test
  @DisplayName("a server that was deleted past Heat is gone after two full syncs alone")
  void aServerThatWasDeletedPastHeatIsGoneAfterTwoSyncs() throws Exception {
    SyncedData.copyTo(config, folder);
    lab.world().servers().remove(DB);

    View first = sync();
    assertFalse(device(first, DB).deleteMarker());
    assertEquals(List.of(), first.held());
    List<Problem> waiting = problems(first, Cause.NOT_CONFIRMED, DB);
    assertEquals(1, waiting.size(), first.problems().toString());
    assertTrue(waiting.get(0).reason().contains("its stack still has it"), waiting.toString());

    process.close();
    process = null; // what was asked survives a restart
    View second = sync();
    assertTrue(device(second, DB).deleteMarker());
    assertEquals(List.of(), problems(second, Cause.NOT_CONFIRMED, DB));
    assertFalse(device(second, WEB).deleteMarker());
  }

  @Test
  @DisplayName("an answer that fails in between neither counts nor is forgotten")
  void aQuestionThatFailsInBetweenDeletesNothing() throws Exception {
    SyncedData.copyTo(config, folder);
    lab.world().servers().remove(DB);
    sync();
    lab.faults().fail("/servers/" + DB, Fault.status(500));
    View between = sync();
    assertFalse(device(between, DB).deleteMarker());
    assertEquals(1, problems(between, Cause.NOT_CONFIRMED, DB).size());
    lab.faults().clear();

    assertTrue(device(sync(), DB).deleteMarker());
  }

  @Test
  @DisplayName("of a bundle only the subscription that makes no sense is left out, by its id")
  void ofABundleOnlyTheBadSubscriptionIsLost() throws Exception {
    View before = SyncedData.copyTo(config, folder).view();
    var active = lab.world().subscriptions().rows().get(0);
    String bad = "50000000-0000-4000-8000-00000000bad0";
    lab.world().subscriptions().add(active.deepCopy().put("id", bad).putNull("state"));
    config.set("view.killbill_interval", "1ms");

    LabSync sync = syncOfAll();

    assertEquals(before.racks(), sync.view().racks());
    assertTrue(sync.layers().fact(Subscription.class, active.path("id").asText()).isPresent());
    assertEquals(1, problems(sync.view(), Cause.UNREADABLE, bad).size());
    assertTrue(sync.status(Source.KILLBILL).complete());
    assertFalse(sync.layers().isGone(Kind.SUBSCRIPTION, bad));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concertim.view.history.Change;
import io.concertim.view.history.ChangeLog;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.lab.OddAnswers;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Network;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.model.layer.Volume;
import io.concertim.view.queue.ReadRequest;
import io.concertim.view.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** From a mark to the stored view, object by object. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class QueueReadsTest {
  private static final String ALPHA_WEB = "57000000-0000-4000-8000-0000000000a1";
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final String DB = "5e000000-0000-4000-8000-0000000000a2";
  private static final String DATA = "70000000-0000-4000-8000-0000000000a1";
  private static final int MANY = 1_200;
  private static final String NET = "de000000-0000-4000-8000-0000000000a1";

  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private LabQueue queue;

  @BeforeEach
  void syncOnceAndListen() throws Exception {
    SyncedData.copyTo(lab.config(), folder);
    queue = LabQueue.start(lab.config().set("view.retries", 0), folder);
    lab.calls().clear();
  }

  @AfterEach
  void stop() throws Exception {
    queue.close();
  }

  private JsonNode device(String cloudId) throws IOException {
    JsonNode view = new ObjectMapper().readTree(queue.viewJson().toFile());
    return StreamSupport.stream(view.path("devices").spliterator(), false)
        .filter(device -> device.path("id").path("cloud").asText().equals(cloudId))
        .findFirst()
        .orElseGet(MissingNode::getInstance);
  }

  @Test
  void aStoppedServerIsShownWithOneCall() throws Exception {
    lab.world().servers().set(WEB, "status", "SHUTOFF");
    queue.mark(new ReadRequest(Kind.SERVER, WEB, false, "stopped"));

    await()
        .atMost(60, SECONDS)
        .untilAsserted(() -> assertEquals("STOPPED", device(WEB).path("status").asText()));
    queue.awaitIdle();
    assertEquals(1, lab.calls().matching("/nova/").size());
    assertTrue(lab.calls().matching("/heat/").isEmpty());
  }

  @Test
  void aDeletionCountsWhenTheReadByIdSaysSo() throws Exception {
    lab.world().servers().remove(DB);
    queue.mark(new ReadRequest(Kind.SERVER, DB, true, null));

    await()
        .atMost(60, SECONDS)
        .untilAsserted(() -> assertTrue(device(DB).path("delete_marker").asBoolean()));
  }

  @Test
  void aForgedDeletionChangesNothing() throws Exception {
    queue.mark(
        new ReadRequest(Kind.VOLUME, DATA, true, null),
        new ReadRequest(Kind.NETWORK, NET, true, null));

    queue.awaitIdle();
    assertTrue(queue.state().layers().fact(Volume.class, DATA).isPresent());
    assertTrue(queue.state().layers().fact(Network.class, NET).isPresent());
    assertEquals(4, lab.calls().matching("/volumes/" + DATA).size(), "after 0, 1, 2 and 5 s");
  }

  @Test
  void aThousandMarksOfOneStackAreAHandfulOfReads() throws Exception {
    lab.faults().fail("/heat/", Fault.hang());
    queue.mark(ReadRequest.of(Kind.STACK, ALPHA_WEB));
    await().atMost(60, SECONDS).until(() -> !lab.calls().matching("/heat/").isEmpty());
    for (int i = 1; i < 1000; i++) {
      queue.mark(ReadRequest.of(Kind.STACK, ALPHA_WEB));
    }
    lab.faults().clear();
    queue.awaitIdle();
    assertTrue(
        lab.calls().matching("/stacks/").size() < 20,
        () -> lab.calls().matching("/stacks/").size() + " calls");
  }

  @Test
  void aStackWhoseResourcesAreRefusedIsShownAsItsDetailSays() throws Exception {
    lab.faults().fail("/" + ALPHA_WEB + "/resources", OddAnswers.resourceTypeForbidden());
    lab.world().stacks().set(ALPHA_WEB, "status", "UPDATE_FAILED");
    queue.mark(new ReadRequest(Kind.STACK, ALPHA_WEB, false, "UPDATE_FAILED"));

    queue.awaitIdle();

    Layers layers = queue.state().layers();
    assertEquals("UPDATE_FAILED", layers.fact(Stack.class, ALPHA_WEB).orElseThrow().status());
    assertTrue(layers.fact(StackResources.class, ALPHA_WEB).isPresent(), "it stays as it was");
    assertEquals(1, lab.calls().matching("/" + ALPHA_WEB + "/resources").size());
  }

  @Test
  void aStackBringsItsTreeAndTheMembersThatAreNew() throws Exception {
    ObjectNode another = lab.world().servers().find(WEB).orElseThrow().deepCopy();
    another.put("id", "5e000000-0000-4000-8000-00000000ffff").put("name", "web-2");
    lab.world().servers().add(another);
    lab.world()
        .addResource(
            ALPHA_WEB,
            "{\"name\":\"web-2\",\"type\":\"OS::Nova::Server\",\"id\":\"5e000000-0000-4000-8000-00000000ffff\"}");
    queue.mark(new ReadRequest(Kind.STACK, ALPHA_WEB, false, "UPDATE_COMPLETE"));

    await()
        .atMost(60, SECONDS)
        .untilAsserted(
            () ->
                assertEquals(
                    "web-2",
                    device("5e000000-0000-4000-8000-00000000ffff").at("/name/cloud").asText()));
  }

  @Test
  void manyMarksOfAKindAreOneList() throws Exception {
    for (int i = 0; i < 200; i++) {
      ObjectNode another = lab.world().servers().find(WEB).orElseThrow().deepCopy();
      another.put("id", "many-" + i).put("name", "many-" + i);
      lab.world().servers().add(another);
    }
    ReadRequest[] marks = new ReadRequest[200];
    for (int i = 0; i < 200; i++) {
      marks[i] = ReadRequest.of(Kind.SERVER, "many-" + i);
    }
    queue.mark(marks);

    queue.awaitIdle();
    assertTrue(queue.state().layers().fact(Server.class, "many-199").isPresent());
    assertTrue(
        lab.calls().matching("/servers/").size() < 3,
        () -> lab.calls().matching("/servers/").size() + " calls");
  }

  @Test
  void aSourceThatIsDownHoldsUpNoOtherAndItsMarksStay() throws Exception {
    lab.faults().fail("/heat/", Fault.status(503));
    lab.world().servers().set(WEB, "status", "PAUSED");
    queue.mark(ReadRequest.of(Kind.STACK, ALPHA_WEB), ReadRequest.of(Kind.SERVER, WEB));

    await().atMost(60, SECONDS).until(() -> state(WEB).equals("paused"));
    await().atMost(60, SECONDS).until(() -> queue.marks().size() == 1);
    lab.faults().clear();
    queue.awaitIdle();
    assertTrue(queue.state().layers().fact(StackResources.class, ALPHA_WEB).isPresent());
  }

  private String state(String server) {
    return queue.state().layers().fact(Server.class, server).orElseThrow().state();
  }

  @Test
  void aNestedStacksMarkReadsTheOneAtTheTop() throws Exception {
    StackResources tree =
        queue.state().layers().facts(StackResources.class).stream()
            .filter(t -> t.resources().stream().anyMatch(r -> isNested(t, r.physicalId())))
            .findFirst()
            .orElseThrow();
    String nested =
        tree.resources().stream()
            .map(resource -> resource.physicalId())
            .filter(id -> isNested(tree, id))
            .findFirst()
            .orElseThrow();
    long before =
        queue.state().layers().observation(Kind.STACK_RESOURCES, tree.id()).orElseThrow().seen();
    queue.mark(ReadRequest.of(Kind.STACK, nested));

    await()
        .atMost(60, SECONDS)
        .until(
            () ->
                queue
                        .state()
                        .layers()
                        .observation(Kind.STACK_RESOURCES, tree.id())
                        .orElseThrow()
                        .seen()
                    > before);
    queue.awaitIdle();
    assertTrue(queue.state().layers().observation(Kind.STACK, nested).isEmpty());
  }

  private boolean isNested(StackResources tree, String id) {
    return tree.resources().stream()
        .anyMatch(r -> r.physicalId().equals(id) && r.type().equals("OS::Heat::ResourceGroup"));
  }

  @Test
  void aNewStacksSubscriptionIsLookedUpUntilItIsThere() throws Exception {
    Stack stack = queue.state().layers().fact(Stack.class, ALPHA_WEB).orElseThrow();
    ObjectNode field =
        lab.world().customFields().rows().stream()
            .filter(row -> row.toString().contains(stack.id()))
            .findFirst()
            .orElseThrow();
    String id = field.path("id").asText();
    lab.world().customFields().remove(id);
    queue.close();
    LabSync.run(lab.config(), folder);
    queue = LabQueue.start(lab.config().set("view.retries", 0), folder);
    queue.mark(ReadRequest.of(Kind.SUBSCRIPTION, stack.id()));
    lab.calls().clear();
    await()
        .atMost(60, SECONDS)
        .until(() -> !lab.calls().matching("/customFields/search/").isEmpty());
    assertEquals(1, queue.marks().size());

    lab.world().customFields().add(field);

    queue.awaitIdle();
    assertTrue(queue.state().layers().observation(Kind.CUSTOM_FIELD, id).isPresent());
  }

  @Test
  void marksOutliveTheProcess() throws Exception {
    lab.faults().fail("/nova/", Fault.status(503));
    lab.world().servers().set(WEB, "status", "SUSPENDED");
    queue.mark(ReadRequest.of(Kind.SERVER, WEB));
    await().atMost(60, SECONDS).until(() -> !lab.calls().matching("/nova/").isEmpty());
    queue.close();
    lab.faults().clear();

    queue = LabQueue.start(lab.config(), folder);

    await().atMost(60, SECONDS).until(() -> state(WEB).equals("suspended"));
    queue.awaitIdle();
  }

  private static ReadRequest[] servers(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> ReadRequest.of(Kind.SERVER, prefix + i))
        .toArray(ReadRequest[]::new);
  }

  @Test
  void aServiceThatHangsHoldsUpNoOtherHoweverManyReadsWaitForIt() throws Exception {
    restart(lab.config().set("view.retries", 0).set("view.queue", Map.of("bulk_threshold", 5000)));
    lab.faults().fail("/heat/", Fault.hang());
    lab.world().servers().set(WEB, "status", "PAUSED");
    queue.mark(
        IntStream.range(0, MANY)
            .mapToObj(i -> ReadRequest.of(Kind.STACK, "hanging-" + i))
            .toArray(ReadRequest[]::new));
    await().atMost(60, SECONDS).until(() -> lab.calls().matching("/heat/").size() >= 16);
    queue.mark(ReadRequest.of(Kind.SERVER, WEB));

    await().atMost(60, SECONDS).until(() -> state(WEB).equals("paused"));
    assertTrue(queue.marks().size() >= MANY, "they still hang");
    lab.faults().clear();
  }

  @Test
  void marksAreWrittenAgainWhereTheirFileHasBeenRemoved() throws Exception {
    Path stored = folder.resolve("data/marks.jsonl");
    Files.delete(stored);
    lab.faults().fail("/nova/", Fault.status(503));

    queue.mark(ReadRequest.of(Kind.SERVER, WEB));

    assertTrue(Files.readString(stored).contains(WEB));
  }

  @Test
  void oneStackThatCannotBeReadKeepsNoOtherMark() throws Exception {
    restart(lab.config().set("view.retries", 0).set("view.queue", Map.of("bulk_threshold", 1)));
    lab.faults().fail("/stacks/[^/]*/" + ALPHA_WEB, Fault.status(500));
    List<Stack> stacks = queue.state().layers().facts(Stack.class);
    stacks.forEach(
        stack -> lab.world().stacks().set(stack.id(), "updated", "2030-01-01T00:00:00Z"));
    queue.mark(
        stacks.stream()
            .map(stack -> ReadRequest.of(Kind.STACK, stack.id()))
            .toArray(ReadRequest[]::new));

    queue.awaitQuickly(() -> queue.marks().size() == 1);
    lab.faults().clear();
    queue.awaitIdle();
  }

  private void restart(LabConfig config) throws Exception {
    queue.close();
    queue = LabQueue.start(config, folder);
  }

  @Test
  void anAnswerThatMakesNoSenseIsLeftToTheFullSync() throws Exception {
    lab.faults().fail("/servers/" + WEB, Fault.status(200).withBody("{\"server\": {\"id\": 7}}"));
    queue.mark(ReadRequest.of(Kind.SERVER, WEB));

    queue.awaitIdle();
    assertEquals(1, lab.calls().matching("/servers/" + WEB).size());
    assertTrue(queue.state().layers().fact(Server.class, WEB).isPresent());
  }

  @Test
  void aForgedIdIsOneSegmentOfAPath() throws Exception {
    queue.mark(ReadRequest.of(Kind.SERVER, "../flavors/x?y"));

    await()
        .atMost(60, SECONDS)
        .until(() -> !lab.calls().matching("/servers/..%2Fflavors%2Fx%3Fy").isEmpty());
    queue.awaitIdle();
    assertTrue(lab.calls().matching("/nova/v2.1/flavors/").isEmpty());
  }

  @Test
  void aStackThatIsReadAgainAsItWasIsNotReadByTheNextSyncToo() throws Exception {
    long read = treeOfWeb().seen();
    queue.mark(ReadRequest.of(Kind.STACK, ALPHA_WEB));
    await().atMost(60, SECONDS).until(() -> treeOfWeb().seen() > read);
    queue.awaitIdle();
    queue.close();
    lab.calls().clear();

    LabSync.run(lab.config(), folder);

    assertTrue(lab.calls().matching("/stacks/[^/]*/" + ALPHA_WEB).isEmpty());
    queue = LabQueue.start(lab.config(), folder);
  }

  private Observation treeOfWeb() {
    return queue.state().layers().observation(Kind.STACK_RESOURCES, ALPHA_WEB).orElseThrow();
  }

  @Test
  void aNestedStacksSubscriptionIsNotLookedFor() throws Exception {
    StackResources tree =
        queue.state().layers().fact(StackResources.class, ALPHA_WEB).orElseThrow();
    queue.mark(ReadRequest.of(Kind.SUBSCRIPTION, tree.resources().get(0).physicalId()));

    queue.awaitIdle();
    assertTrue(lab.calls().matching("/customFields/search/").isEmpty());
  }

  @Test
  void manyDeletionsOneByOneAreAllSeen() throws Exception {
    ReadRequest[] marks = servers("none-", 60);
    queue.mark(marks);

    queue.awaitIdle();
    assertTrue(queue.state().layers().isGone(Kind.SERVER, "none-59"));
  }

  @Test
  void theHistoryTellsWhatChangedWhyAndHowSoon() throws Exception {
    lab.world().servers().set(WEB, "status", "SHUTOFF");
    queue.mark(
        new ReadRequest(
            Kind.SERVER,
            WEB,
            false,
            "stopped",
            "compute.instance.power_off.end",
            Instant.now().minusMillis(40)));

    await().atMost(60, SECONDS).until(() -> !history().isEmpty());
    Change change =
        history().stream().filter(one -> "status".equals(one.field())).findFirst().orElseThrow();
    assertEquals("ACTIVE", change.before());
    assertEquals("STOPPED", change.after());
    assertEquals("compute.instance.power_off.end", change.cause());
    assertTrue(change.delayMillis() >= 40, change::text);
  }

  private List<Change> history() throws IOException {
    return new ChangeLog(DataDirectory.open(folder.resolve("data")), 1 << 20)
        .find(change -> change.id().equals(WEB));
  }
}

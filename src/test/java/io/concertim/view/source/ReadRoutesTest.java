// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import static io.concertim.view.source.LabReads.assertComplete;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.app.LabSync;
import io.concertim.view.lab.CallLog;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabOptions;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Flavor;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Network;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackOutputs;
import io.concertim.view.model.layer.Volume;
import io.concertim.view.model.view.Problem;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading the lab by the real routes, with pages of two rows. */
class ReadRoutesTest {
  private static final String WEB = "57000000-0000-4000-8000-0000000000a1";
  private static final String CLUSTER = "57000000-0000-4000-8000-0000000000a2";
  private static final Fault UNKNOWN_TO_HEAT =
      Fault.status(404)
          .withBody(
              """
              {"code": 404, "title": "Not Found", "error": {"type": "EntityNotFound",
               "message": "The Stack (alpha-web) could not be found."}}\
              """);
  private static final String DETAIL_OF_WEB = "/stacks/alpha-web/[^/]*$";

  @TempDir private Path folder;
  @AutoClose private LabReads reads;

  @BeforeEach
  void startTheLab() {
    reads = new LabReads(folder, LabOptions.defaults().withPageSize(2));
  }

  private static <T extends Fact> int count(LabSync sync, Class<T> type) {
    return sync.layers().facts(type).size();
  }

  private void fail(String path, Fault fault, int times) {
    reads.lab.faults().fail(path, fault, times);
  }

  private int calls(String path) {
    return reads.lab.calls().matching(path).size();
  }

  @Test
  @DisplayName("A17, A18: every list of the cloud is read to its end, with the private flavors")
  void readsEveryPageOfEveryList() throws Exception {
    LabSync sync = reads.sync("page_size: 2");

    assertComplete(sync, Source.values());
    assertEquals(reads.lab.world().servers().size(), count(sync, Server.class));
    assertEquals(reads.lab.world().volumes().size(), count(sync, Volume.class));
    assertEquals(reads.lab.world().networks().size(), count(sync, Network.class));
    assertEquals(reads.lab.world().flavors().size(), count(sync, Flavor.class));
    assertEquals(reads.lab.world().stacks().size(), count(sync, Stack.class));
    assertTrue(
        sync.layers().facts(Flavor.class).stream()
            .anyMatch(flavor -> flavor.name().equals("gpu.private")));
    for (String list :
        List.of("/servers/detail", "/volumes/detail", "/networks", "/flavors/detail", "/stacks")) {
      assertTrue(calls(list + "\\?.*marker=") >= 1, list);
    }
  }

  @Test
  @DisplayName("F1: details are read of the stacks of managed projects, and each once")
  void readsTheDetailsOfManagedStacksOnce() throws Exception {
    reads.sync();

    long managed =
        reads.lab.world().stacks().rows().stream()
            .filter(stack -> !stack.path("project").asText().startsWith("0000"))
            .count();
    assertEquals(managed, calls("/heat/.*/stacks/[^/?]+/[^/?]+$"));
    assertEquals(managed, calls("/stacks/[^/?]+/[^/?]+/resources\\?"));
  }

  @Test
  @DisplayName(
      "B8: a stack that vanishes after the list is gone with the next, the others are read")
  void aStackThatVanishesIsGone() throws Exception {
    fail("/stacks\\?", Fault.rewritten(this::andThenWithoutWeb), 1);

    LabSync sync = reads.sync();

    assertComplete(sync, Source.values());
    assertFalse(isGone(sync, WEB), "its list has just shown it");
    assertTrue(isRead(sync, CLUSTER));
    assertTrue(reason(sync).contains("answered 404"), reason(sync));

    sync = reads.sync();

    assertTrue(isGone(sync, WEB));
    assertFalse(isGone(sync, CLUSTER));
  }

  /** Why the stack could not be read; empty where it could. */
  private static String reason(LabSync sync) {
    return sync.view().problems().stream()
        .filter(problem -> problem.cause() == Problem.Cause.NOT_READ && WEB.equals(problem.id()))
        .map(Problem::reason)
        .findFirst()
        .orElse("");
  }

  private String andThenWithoutWeb(String list) {
    reads.lab.world().stacks().remove(WEB);
    return list;
  }

  private static boolean isRead(LabSync sync, String stack) {
    return sync.layers().fact(StackOutputs.class, stack).isPresent();
  }

  @Test
  void aStackThatHeatDeniesOnceIsAskedForAgainAndStays() throws Exception {
    reads.sync();
    fail(DETAIL_OF_WEB, UNKNOWN_TO_HEAT, 1);

    LabSync sync = reads.sync("full_reread_every: 1");

    assertComplete(sync, Source.values());
    assertFalse(isGone(sync, WEB));
    assertTrue(reason(sync).contains("answered 404"), reason(sync));
    LabSync next = reads.sync();
    assertEquals("", reason(next));
    assertFalse(isGone(next, WEB));
    assertEquals(2, calls(DETAIL_OF_WEB), "it has not changed since the first sync");
  }

  @Test
  void noStackIsGoneWhenHeatDeniesAllThatItLists() throws Exception {
    reads.sync();
    fail("/stacks/[^/?]+/[^/?]+(/resources.*)?$", UNKNOWN_TO_HEAT, Integer.MAX_VALUE);

    LabSync sync = reads.sync("full_reread_every: 1, deletion_minimum: 1");

    assertFalse(isGone(sync, WEB));
    assertFalse(isGone(sync, CLUSTER));
    String reason = sync.status(Source.OPENSTACK).reason();
    assertTrue(reason.contains("stacks cannot be read, the first is stack "), reason);
  }

  private static boolean isGone(LabSync sync, String stack) {
    Optional<Observation> seen = sync.layers().observation(Kind.STACK, stack);
    return seen.isEmpty() || seen.get().isGone();
  }

  @Test
  @DisplayName("B8: a page that is not found is a proxy's, and says nothing about the stack")
  void aPageThatIsNotFoundDeletesNothing() throws Exception {
    fail(DETAIL_OF_WEB, Fault.status(404).withBody("<html>Not Found</html>"), 9);

    LabSync sync = reads.sync();

    assertComplete(sync, Source.values());
    String reason = reason(sync);
    assertTrue(reason.contains("answered 404; check the address"), reason);
    assertFalse(sync.layers().observations().stream().anyMatch(Observation::isGone));
  }

  @Test
  @DisplayName("a stack that Heat cannot show is told, and the others are read")
  void aStackThatCannotBeShownKeepsTheOthers() throws Exception {
    fail(DETAIL_OF_WEB, Fault.status(500), Integer.MAX_VALUE);

    LabSync sync = reads.sync();

    assertComplete(sync, Source.values());
    String reason = reason(sync);
    assertTrue(reason.startsWith("cannot be read: openstack: http"), reason);
    assertTrue(reason.endsWith(" answered 500 (a fault of the lab)"), reason);
    assertEquals(2, calls(DETAIL_OF_WEB), "once again, as it will fail every time");
    List<String> read =
        sync.layers().facts(StackOutputs.class).stream().map(StackOutputs::id).toList();
    assertTrue(read.contains(CLUSTER), read.toString());
    assertFalse(read.contains(WEB), read.toString());
    assertFalse(isGone(sync, WEB));
  }

  @Test
  @DisplayName("C6: a stack that Heat could not show once is read")
  void aStackThatCannotBeShownOnceIsAskedForAgain() throws Exception {
    fail(DETAIL_OF_WEB, Fault.status(500), 1);
    fail("/stacks/alpha-cluster/[^/]*/resources", Fault.status(503), 2);

    assertComplete(reads.sync(), Source.values());
    assertEquals(3, calls("/stacks/alpha-cluster/[^/]*/resources"));
  }

  @Test
  void asksForPackedAnswers() throws Exception {
    reads.sync();

    for (CallLog.Entry call : reads.lab.calls().all()) {
      assertTrue(call.acceptEncoding().contains("gzip"), call::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  @DisplayName("C6: what may pass by itself is tried again")
  void triesAgain(int status) throws Exception {
    fail("/servers/detail", Fault.status(status), 1);
    fail("/concertim/api/v1/racks", Fault.status(status), 1);
    fail("/killbill/1.0/kb/bundles", Fault.status(status), 2);

    LabSync sync = reads.sync();

    assertComplete(sync, Source.values());
    assertEquals(reads.lab.world().servers().size(), count(sync, Server.class));
    assertEquals(2, reads.answers("/killbill/1.0/kb/bundles", status));
  }

  @Test
  @DisplayName("C6: a busy system says itself when to come back")
  void waitsAsLongAsABusySystemSays() throws Exception {
    fail("/servers/detail", Fault.status(429).withRetryAfter(1), 1);
    fail("/concertim/api/v1/racks", Fault.status(503).withRetryAfter(0), 2);
    long started = System.nanoTime();

    LabSync sync = reads.sync();

    assertComplete(sync, Source.values());
    assertTrue(System.nanoTime() - started >= Duration.ofSeconds(1).toNanos());
  }

  @Test
  @DisplayName("C6: what does not pass is given up, and told")
  void givesUp() throws Exception {
    fail("/servers/detail", Fault.status(503), Integer.MAX_VALUE);

    LabSync sync = reads.sync();

    String reason = sync.status(Source.OPENSTACK).reason();
    assertTrue(reason.endsWith("it is overloaded or down, the next sync tries again"), reason);
    assertEquals(3, calls("/servers/detail"));
    assertComplete(sync, Source.CONCERTIM, Source.KILLBILL);
  }

  @Test
  @DisplayName("C2: a call that hangs is given up and tried again")
  void doesNotWaitForEver() throws Exception {
    fail("/servers/detail", Fault.hang(), 1);
    fail("/killbill/1.0/kb/accounts", Fault.hang(), Integer.MAX_VALUE);

    LabSync sync = reads.sync("response_timeout: 1s");

    assertComplete(sync, Source.CONCERTIM, Source.OPENSTACK);
    String reason = sync.status(Source.KILLBILL).reason();
    assertTrue(reason.startsWith("killbill: /1.0/kb/accounts/"), reason);
    assertTrue(reason.endsWith("see view.response_timeout"), reason);
    assertEquals(3, reads.answers("/killbill/1.0/kb/accounts", 0));
  }

  @Test
  @DisplayName("C6: a dropped connection is made again")
  void aDroppedConnectionIsMadeAgain() throws Exception {
    fail("/servers/detail", Fault.drop(), 2);
    fail("/concertim/users/sign_in", Fault.drop(), 1);

    LabSync sync = reads.sync();

    assertComplete(sync, Source.values());
    assertEquals(2, reads.answers("/servers/detail", 0));
  }

  @Test
  void aListThatLosesAServerWhileItIsPagedLosesNoOther() throws Exception {
    reads.sync("page_size: 2");
    int known = reads.lab.world().servers().size();
    fail("/servers/detail\\?(?!.*marker)", Fault.rewritten(this::withoutItsLast), 1);

    LabSync during = reads.sync("page_size: 2");

    String reason = during.status(Source.OPENSTACK).reason();
    assertTrue(reason.contains("answered 400 (marker "), reason);
    assertEquals(known, count(during, Server.class));
    assertComplete(reads.sync("page_size: 2"), Source.values());
  }

  /** The page as it was; the next one is asked for after a server that is gone by then. */
  private String withoutItsLast(String page) {
    JsonNode servers = read(page).path("servers");
    reads.lab.world().servers().remove(servers.path(servers.size() - 1).path("id").asText());
    return page;
  }

  private static JsonNode read(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @DisplayName("A22: a list that breaks off is a failure, not a short list")
  void aListThatBreaksOffFailsTheSource() throws Exception {
    assertComplete(reads.sync(), Source.values());
    fail("/servers/detail", Fault.halfJson(), Integer.MAX_VALUE);
    fail("/concertim/api/v1/racks", Fault.truncate(), Integer.MAX_VALUE);
    fail("/killbill/1.0/kb/bundles", Fault.notJson(), Integer.MAX_VALUE);

    LabSync sync = reads.sync();

    for (Source source : Source.values()) {
      assertFalse(sync.status(source).complete(), source.label());
      String reason = sync.status(source).reason();
      assertTrue(reason.startsWith(source.label() + ": /"), reason);
    }
    assertEquals(reads.lab.world().servers().size(), count(sync, Server.class));
    assertFalse(sync.layers().observations().stream().anyMatch(Observation::isGone));
  }

  @Test
  @DisplayName("a redirection is not followed")
  void aRedirectionIsNotFollowed() throws Exception {
    fail("/concertim/api/v1/teams", Fault.status(302), Integer.MAX_VALUE);

    LabSync sync = reads.sync();

    assertTrue(sync.status(Source.CONCERTIM).reason().contains("/api/v1/teams answered 302"));
    assertEquals(1, calls("/concertim/api/v1/teams"));
  }

  @Test
  @DisplayName("D9: a stack that the list lacks is asked for by id, where Heat redirects to")
  void asksForAMissingStackByItsId() throws Exception {
    reads.lab.world().stacks().set(WEB, "status", "DELETE_COMPLETE");

    LabSync sync = reads.sync();

    assertTrue(isGone(sync, WEB));
    List<CallLog.Entry> asked = reads.lab.calls().matching("/heat/.*" + WEB + "$");
    assertEquals(List.of(302, 200), asked.stream().map(CallLog.Entry::status).toList());
    assertTrue(asked.get(1).path().endsWith("/stacks/alpha-web/" + WEB), asked.toString());
  }
}

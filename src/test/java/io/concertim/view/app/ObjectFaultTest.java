// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.config.ConfigFile;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.lab.OddAnswers;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.Problem.Cause;
import io.concertim.view.model.view.View;
import io.concertim.view.store.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One object's fault is that object's (decision D16): in each system one object has each fault on
 * its own path, and so has Nova's optional call. All else is read, the object is kept and reported,
 * and the next sync finds all well. One process goes on from fault to fault.
 */
@Timeout(300)
class ObjectFaultTest {

  /** An object that is asked for by itself, each of another service. */
  private enum Asked {
    STACK("57000000-0000-4000-8000-0000000000a1", "/heat/.*/stacks/[^/?]+/ID", null),
    SERVER("5e000000-0000-4000-8000-0000000000a1", "/servers/ID", "/servers/detail"),
    VOLUME("70000000-0000-4000-8000-0000000000a1", "/volumes/ID", "/volumes/detail"),
    NETWORK("de000000-0000-4000-8000-0000000000a1", "/networks/ID", "/networks\\?"),
    PROJECT("be000000000000000000000000000001", "/projects/ID", "/projects$"),
    DEVICE("dd000000-0000-4000-8000-0000000000a1", "/api/v1/devices/ID", "/api/v1/devices$"),
    SUBSCRIPTION(
        "5b000000-0000-4000-8000-0000000000a1", "/subscriptions/ID", "/bundles/pagination"),
    CELLS("that their list lacks", "/os-services", null);

    private final String id;
    private final String path;
    private final String list;

    /**
     * @param list that lacks the object, so that it is asked for; null where it is asked for anyhow
     */
    Asked(String id, String path, String list) {
      this.id = id;
      this.path = path.replace("ID", id);
      this.list = list;
    }

    Cause cause() {
      return this == CELLS ? Cause.SHORT_LIST : Cause.NOT_READ;
    }

    /** Matches {@code id} and {@code subscriptionId} at the end of a field's name. */
    boolean isIn(JsonNode row) {
      return row.toString().toLowerCase(Locale.ROOT).contains("id\":\"" + id + "\"");
    }

    Fault listWithoutIt() {
      return ListFault.edited(
          rows -> {
            for (int row = rows.size() - 1; row >= 0; row--) {
              if (isIn(rows.get(row))) {
                rows.remove(row);
              }
            }
          });
    }
  }

  private static Map<String, Map<Asked, Fault>> faults() {
    Map<String, Map<Asked, Fault>> faults = new LinkedHashMap<>();
    for (int status : List.of(400, 401, 403, 409, 413, 429, 500, 502, 503, 504)) {
      faults.put(Integer.toString(status), everywhere(Fault.status(status)));
    }
    faults.put("404 of something else", ofSomethingElse());
    faults.put("404 of a proxy", everywhere(Fault.proxyPage(404)));
    faults.put("502 of a proxy", everywhere(Fault.proxyPage(502)));
    faults.put("redirected", everywhere(Fault.redirect("/elsewhere")));
    faults.put("HTML", everywhere(Fault.notJson()));
    faults.put("cut", everywhere(Fault.truncate()));
    faults.put("half JSON", everywhere(Fault.halfJson()));
    faults.put("another object", everywhere(Fault.rewritten(body -> "{\"x\": {\"id\": \"y\"}}")));
    faults.put("dropped", everywhere(Fault.drop()));
    return faults;
  }

  private static Map<Asked, Fault> everywhere(Fault fault) {
    Map<Asked, Fault> all = new LinkedHashMap<>();
    Arrays.stream(Asked.values()).forEach(asked -> all.put(asked, fault));
    return all;
  }

  private static Map<Asked, Fault> ofSomethingElse() {
    return Map.of(
        Asked.STACK, OddAnswers.resourceTypeGone("OS::Acme::Appliance"),
        Asked.SERVER, OddAnswers.serverGone("another"),
        Asked.VOLUME, OddAnswers.volumeGone("another"),
        Asked.NETWORK, OddAnswers.neutronPathUnknown(),
        Asked.PROJECT, OddAnswers.keystoneGone("domain", Asked.PROJECT.id),
        Asked.DEVICE, OddAnswers.portalPathUnknown(),
        Asked.SUBSCRIPTION,
            Fault.status(404)
                .withBody("{\"className\": \"x\", \"message\": \"Tenant id=1 doesn't exist!\"}"),
        Asked.CELLS, OddAnswers.novaPathUnknown());
  }

  @TempDir private Path folder;

  private ViewDaemon daemon(LabConfig config, Path data) throws Exception {
    Files.createDirectories(data.resolve("data"));
    return new ViewDaemon(
        ProcessName.VIEW_SYNC,
        ConfigFile.load(config.write(data), Map.of()),
        DataDirectory.open(data.resolve("data")),
        RouteFiles.of(ProcessName.VIEW_SYNC, null),
        false);
  }

  private static LabConfig config(EmbeddedLab lab) {
    return lab.config()
        .set("view.retries", 0)
        .set("view.killbill_interval", "1ms")
        .set("view.full_reread_every", 1);
  }

  @TestFactory
  Stream<DynamicTest> isKeptAndReportedAndCostsNothingElse() throws Exception {
    EmbeddedLab lab = EmbeddedLab.start();
    ViewDaemon sync = daemon(config(lab), folder.resolve("patient"));
    ViewDaemon hasty =
        daemon(config(lab).set("view.response_timeout", "5s"), folder.resolve("hasty"));
    Map<String, Map<Asked, Fault>> faults = faults();
    View before = sync.once().orElseThrow();
    Stream<DynamicTest> all =
        faults.entrySet().stream()
            .map(
                fault ->
                    DynamicTest.dynamicTest(
                        fault.getKey(), () -> check(lab, sync, before, fault.getValue())));
    DynamicTest once =
        DynamicTest.dynamicTest("401 once", () -> assertNothingIsNoticed(lab, sync, before));
    DynamicTest late =
        DynamicTest.dynamicTest(
            "no answer in time",
            () -> check(lab, hasty, hasty.once().orElseThrow(), everywhere(Fault.hang())));
    return Stream.concat(all, Stream.of(once, late))
        .onClose(sync::close)
        .onClose(hasty::close)
        .onClose(lab::close);
  }

  private static void check(EmbeddedLab lab, ViewDaemon sync, View before, Map<Asked, Fault> faults)
      throws Exception {
    makeTheListsBeSentAgain(lab, sync);
    faults.forEach((asked, fault) -> lab.faults().fail(asked.path, fault));
    letTheListsLackThem(lab);
    View during = sync.once().orElseThrow();
    lab.faults().clear();
    during.sources().values().forEach(status -> assertTrue(status.complete(), status.reason()));
    assertSame(before, during);
    assertEquals(List.of(), during.held());
    for (Asked asked : Asked.values()) {
      assertTrue(
          during.problems().stream()
              .anyMatch(p -> p.cause() == asked.cause() && asked.id.equals(p.id())),
          () -> asked + " is not told: " + during.problems());
    }
    assertAllIsWell(sync, before);
  }

  /** As after a failure, else the portal may say that its list is what it was. */
  private static void makeTheListsBeSentAgain(EmbeddedLab lab, ViewDaemon sync) throws Exception {
    lab.faults().fail(Asked.DEVICE.list, Fault.status(400));
    assertTrue(sync.once().isPresent());
    lab.faults().clear();
  }

  private static void letTheListsLackThem(EmbeddedLab lab) {
    for (Asked asked : Asked.values()) {
      if (asked.list != null) {
        lab.faults().fail(asked.list, asked.listWithoutIt());
      }
    }
  }

  private static void assertNothingIsNoticed(EmbeddedLab lab, ViewDaemon sync, View before)
      throws Exception {
    makeTheListsBeSentAgain(lab, sync);
    everywhere(Fault.status(401))
        .forEach(
            (asked, refused) -> {
              // Kill Bill has no token that could be replaced.
              if (asked != Asked.SUBSCRIPTION) {
                lab.faults().fail(asked.path, refused, 1);
              }
            });
    letTheListsLackThem(lab);
    View during = sync.once().orElseThrow();
    lab.faults().clear();
    assertSame(before, during);
    assertEquals(before.problems(), during.problems());
  }

  private static void assertAllIsWell(ViewDaemon sync, View before) throws Exception {
    View after = sync.once().orElseThrow();
    after.sources().values().forEach(status -> assertTrue(status.complete(), status.reason()));
    assertSame(before, after);
    assertEquals(before.problems().stream().map(Problem::id).toList(), ids(after));
  }

  private static List<String> ids(View view) {
    return view.problems().stream().map(Problem::id).toList();
  }

  private static void assertSame(View before, View view) {
    assertEquals(before.racks(), view.racks());
    assertEquals(before.devices(), view.devices());
    assertEquals(before.teams(), view.teams());
  }
}

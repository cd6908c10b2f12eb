// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and headers that would do harm where anybody evaluated them or took them for a path. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class HostileDataTest {
  private static final String STACK = "57000000-0000-4000-8000-0000000000a1";
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";

  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private final LabConfig config = lab.config().set("view.retries", 0);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${exec:id}",
        "${bean:sharedState?method=isStored}",
        "${env:PATH}",
        "{{view.dataDirectory}}",
        "${jndi:ldap://127.0.0.1:9/x}",
        "../../x",
        "a/b?c=d#e&f",
        "%2e%2e%2f%00",
        "name\nwith: lines",
        "\u202Eunicode \uD83D\uDE00"
      })
  void aNameStaysAName(String name) throws Exception {
    View before = SyncedData.copyTo(config, folder).view();
    Set<String> files = files();
    lab.world().stacks().set(STACK, "name", name);
    String server = newServer(before);
    lab.world().servers().set(server, "name", name);

    LabSync sync = LabSync.run(config, folder);

    assertTrue(sync.status(Source.OPENSTACK).complete(), sync.status(Source.OPENSTACK).reason());
    assertEquals(ids(before), ids(sync.view()));
    assertEquals(
        name,
        sync.view().devices().stream()
            .filter(device -> server.equals(device.id().cloud()))
            .findFirst()
            .orElseThrow()
            .name()
            .cloud());
    assertEquals(files, files());
  }

  /** One that the portal does not show yet, so that it is offered with the name it has. */
  private static String newServer(View view) {
    return view.devices().stream()
        .filter(device -> device.id().concertim() == null && device.type().equals("Instance"))
        .findFirst()
        .orElseThrow()
        .id()
        .cloud();
  }

  private static Set<Object> ids(View view) {
    return Stream.concat(
            view.racks().stream().map(Rack::id), view.devices().stream().map(device -> device.id()))
        .collect(Collectors.toSet());
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> !file.endsWith("changes.jsonl") && !file.endsWith("views.jsonl"))
          .map(file -> file.toString().replaceAll("journal-\\d+", "journal"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CamelHttpUri",
        "camelhttpuri",
        "CamelHttpPath",
        "CAMELHTTPQUERY",
        "CamelHttpMethod",
        "CamelFileName",
        "camelFileLocalWorkPath",
        "CamelBeanMethodName",
        "CamelExecCommandExecutable",
        "CamelOverruleFileName"
      })
  void aHeaderOfAnAnswerSteersNothing(String header) throws Exception {
    View before = SyncedData.copyTo(config, folder).view();
    Set<String> files = files();
    lab.calls().clear();
    LabSync.run(config, folder);
    Set<String> calls = calls();
    lab.faults().fail("/", Fault.withHeader(header, "http://127.0.0.1:9/../../evil"));
    lab.calls().clear();

    LabSync sync = LabSync.run(config, folder);

    for (Source source : Source.values()) {
      assertTrue(sync.status(source).complete(), sync.status(source).reason());
    }
    assertEquals(before.devices(), sync.view().devices());
    assertEquals(before.racks(), sync.view().racks());
    assertEquals(calls, calls());
    assertEquals(files, files());
  }

  private Set<String> calls() {
    return lab.calls().all().stream()
        .map(call -> call.method() + " " + call.path())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void aServerOfACellThatIsDownIsNotGone() throws Exception {
    View before = SyncedData.copyTo(config, folder).view();
    lab.faults()
        .fail(
            "/os-services",
            Fault.rewritten(
                body -> body.replace("\"status\":\"enabled\"", "\"status\":\"UNKNOWN\"")));
    lab.world().removeResource(STACK, "web");

    View view = LabSync.run(config, folder).view();

    assertEquals(before.devices(), view.devices());
    assertTrue(
        view.problems().stream().anyMatch(p -> p.reason().contains("hosts compute-1")),
        view.problems().toString());

    lab.faults().clear();
    view = LabSync.run(config, folder).view();

    assertTrue(
        view.devices().stream()
            .anyMatch(device -> WEB.equals(device.id().cloud()) && device.deleteMarker()));
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 406})
  void noServerIsGoneWhereNovaDoesNotTellOfItsCells(int status) throws Exception {
    View before = SyncedData.copyTo(config, folder).view();
    lab.faults().fail("/os-services", Fault.status(status));
    lab.world().removeResource(STACK, "web");

    LabSync sync = LabSync.run(config, folder);

    assertTrue(sync.status(Source.OPENSTACK).complete());
    assertEquals(before.devices(), sync.view().devices());
    assertFalse(sync.view().problems().isEmpty());
  }

  @Test
  void aListWhoseServerKnowsNoOffsetIsReadOnceMoreAndNoOftener() throws Exception {
    LabSync before = SyncedData.copyTo(config, folder);
    AtomicReference<String> first = new AtomicReference<>();
    lab.faults()
        .fail(
            "/os-server-groups",
            Fault.rewritten(body -> first.updateAndGet(f -> f == null ? body : f)));
    lab.calls().clear();

    LabSync sync = LabSync.run(config, folder);

    assertTrue(sync.status(Source.OPENSTACK).complete(), sync.status(Source.OPENSTACK).reason());
    assertEquals(2, lab.calls().matching("/os-server-groups").size());
    assertEquals(before.view().racks(), sync.view().racks());
  }

  @Test
  void anAccountThatAListLacksIsAskedForByItsId() throws Exception {
    SyncedData.copyTo(config, folder);
    String account = lab.world().accounts().rows().get(0).path("id").asText();
    lab.faults()
        .fail(
            "/accounts/pagination",
            Fault.rewritten(body -> body.replace(account, "another-" + account)));

    View view = LabSync.run(config, folder).view();

    assertTrue(
        lab.calls().all().stream().anyMatch(call -> call.path().contains("/accounts/" + account)));
    assertFalse(view.teams().isEmpty());
  }
}

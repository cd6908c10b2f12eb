// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.config.ConfigFile;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.model.layer.Flavor;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Network;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.ServerGroup;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.Volume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Syncs after the first, between full lists: they ask the cloud for what has changed. */
class ChangesOfASyncTest {
  private static final String SERVER = "5e000000-0000-4000-8000-0000000000a1";
  private static final String NEW = "5e000000-0000-4000-8000-0000000000aa";
  private static final String PROJECT = "a1000000000000000000000000000001";

  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private RunningView view;

  @BeforeEach
  void start() throws Exception {
    // Of its stacks one is being created, and would be read each time.
    lab.world().stacks().rows().stream()
        .map(row -> row.path("id").asText())
        .forEach(id -> lab.world().stacks().set(id, "status", "CREATE_COMPLETE"));
    view = RunningView.of(config(), folder);
    view.sync();
    lab.calls().clear();
  }

  private LabConfig config() {
    return lab.config().set("view.full_lists_every", "1h");
  }

  @AfterEach
  void stop() {
    view.close();
  }

  private List<String> cloudCalls() {
    return lab.calls().all().stream()
        .filter(call -> !List.of("concertim", "killbill").contains(call.system()))
        .map(call -> call.path().replaceFirst("limit=\\d+", "limit=N"))
        .map(path -> path.replaceFirst("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$", "T"))
        .map(path -> path.replaceFirst("/v3/[0-9a-f]+/", "/v3/P/"))
        .map(path -> path.replaceFirst("/v1/[0-9a-f]+/", "/v1/P/"))
        .sorted()
        .toList();
  }

  @Test
  void makeOneCallForEachListOfWhatHasChanged() throws Exception {
    List<String> changes =
        List.of(
            "/cinder/v3/P/volumes/detail?all_tenants=1&limit=N&updated_at=gte:T",
            "/heat/v1/P/stacks?limit=N",
            "/neutron/v2.0/networks?limit=N&changed_since=T",
            "/nova/v2.1/os-services?binary=nova-compute",
            "/nova/v2.1/servers/detail?all_tenants=1&limit=N&changes-since=T");

    view.sync();
    assertEquals(changes, cloudCalls());

    lab.calls().clear();
    view.close();
    view = RunningView.of(config(), folder);
    view.sync();
    assertEquals(1 + changes.size(), cloudCalls().size(), "after a restart there is a sign-in too");
  }

  @Test
  void takeOverWhatHasChanged() throws Exception {
    lab.world().servers().set(SERVER, "status", "SUSPENDED");
    String volume = lab.world().volumes().rows().get(0).path("id").asText();
    lab.world().volumes().set(volume, "status", "in-use");
    String network = lab.world().networks().rows().get(0).path("id").asText();
    lab.world().networks().set(network, "status", "DOWN");
    String stack = lab.world().stacks().rows().get(0).path("id").asText();
    lab.world().stacks().set(stack, "status", "UPDATE_FAILED");

    LabSync sync = view.sync();

    assertEquals("suspended", sync.layers().fact(Server.class, SERVER).orElseThrow().state());
    assertEquals("in-use", sync.layers().fact(Volume.class, volume).orElseThrow().status());
    assertEquals("DOWN", sync.layers().fact(Network.class, network).orElseThrow().status());
    assertEquals("UPDATE_FAILED", sync.layers().fact(Stack.class, stack).orElseThrow().status());
    assertEquals(2, lab.calls().matching("/stacks/").size(), "the stack's outputs and resources");
  }

  @Test
  void readTheRareListsOnceSomethingNewNamesThem() throws Exception {
    lab.world()
        .flavors()
        .add("{\"id\": \"new\", \"name\": \"new\", \"vcpus\": 1, \"ram\": 512, \"disk\": 1}");
    lab.world()
        .servers()
        .add(
            "{\"id\": \"%s\", \"name\": \"n\", \"project\": \"%s\", \"flavor\": \"new\"}"
                .formatted(NEW, PROJECT));
    String group = lab.world().serverGroups().rows().get(0).path("id").asText();
    lab.world().serverGroups().set(group, "members", List.of(NEW));

    LabSync sync = view.sync();

    assertTrue(sync.layers().fact(Server.class, NEW).isPresent());
    assertTrue(sync.layers().fact(Flavor.class, "new").isPresent());
    assertEquals(
        List.of(NEW), sync.layers().fact(ServerGroup.class, group).orElseThrow().members());
    lab.calls().clear();
    view.sync();
    assertEquals(0, lab.calls().matching("/flavors").size());
  }

  @Test
  void askForAServerThatIsShownAsDeletedBeforeItCountsAsGone() throws Exception {
    lab.world().servers().remove(SERVER);

    LabSync sync = view.sync();

    assertEquals(1, lab.calls().matching("/servers/" + SERVER).size());
    assertTrue(sync.layers().isGone(Kind.SERVER, SERVER));
    lab.calls().clear();
    view.sync();
    assertEquals(0, lab.calls().matching("/servers/" + SERVER).size());
  }

  @Test
  void leaveWhatChangesDoNotShowToTheFullLists() throws Exception {
    lab.world()
        .servers()
        .set(SERVER, "addresses", Map.of("net", Map.of("fixed", List.of("10.9.9.9"))));
    String volume = lab.world().volumes().rows().get(0).path("id").asText();
    lab.world().volumes().remove(volume);

    LabSync unseen = view.sync();
    Path resync = Files.createFile(folder.resolve("data/resync.taken"));
    LabSync seen = view.sync();

    assertFalse(Files.exists(resync), "it is done");
    assertFalse(unseen.layers().isGone(Kind.VOLUME, volume));
    assertTrue(seen.layers().isGone(Kind.VOLUME, volume));
    assertEquals(
        List.of("10.9.9.9"), seen.layers().fact(Server.class, SERVER).orElseThrow().privateIps());
  }

  @Test
  void areAskedForAgainAfterAServiceRefusedEverything() throws Exception {
    lab.faults().fail(".*/servers/detail.*", Fault.status(403));
    view.sync();
    lab.faults().clear();
    lab.calls().clear();

    view.sync();

    assertEquals(1, lab.calls().matching("/servers/detail").size());
    assertEquals(1, lab.calls().matching("changes-since").size());
  }

  @Test
  void areNotWhatADryRunGoesBy() throws Exception {
    view.close();
    DryRun.sync(ConfigFile.load(config().write(folder), Map.of()), folder.resolve("data"), null);
    view = RunningView.of(config(), folder);

    assertEquals(0, lab.calls().matching("(changes-since|updated_at=|changed_since)").size());
    assertEquals(1, lab.calls().matching("/servers/detail").size());
  }

  @Test
  void readTheWholeListFromThenOnWhereAServiceRefuses() throws Exception {
    lab.faults().fail(".*(changes-since|updated_at=|changed_since).*", Fault.status(400));
    lab.world().servers().set(SERVER, "status", "SUSPENDED");

    LabSync sync = view.sync();
    assertEquals("suspended", sync.layers().fact(Server.class, SERVER).orElseThrow().state());
    assertEquals(3, lab.calls().matching("(changes-since|updated_at=|changed_since)").size());

    lab.calls().clear();
    view.sync();
    assertEquals(0, lab.calls().matching("(changes-since|updated_at=|changed_since)").size());
    assertEquals(1, lab.calls().matching("/servers/detail").size());
  }
}

package io.concertim.view.process;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.store.PythonView;
import io.concertim.view.web.WebClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program against a real OpenStack and a real Kill Bill, brought up by etc/lab. */
class RealServersIT {
  private static final Map<String, String> STATUS =
      Map.of(
          "active",
          "ACTIVE",
          "ACTIVE",
          "ACTIVE",
          "in-use",
          "ACTIVE",
          "error",
          "FAILED",
          "stopped",
          "STOPPED",
          "suspended",
          "SUSPENDED",
          "available",
          "AVAILABLE");

  @TempDir private Path folder;
  private EmbeddedLab portal;
  private RealCloud cloud;
  private Installation program;

  @BeforeEach
  void pointThePortalAtTheRealCloud() throws Exception {
    Path config = RealCloud.labConfig();
    assumeTrue(
        Files.isReadable(config),
        () -> "skipped: the real servers are not up (etc/lab/up.sh), there is no " + config);
    cloud = RealCloud.of(config);
    portal = EmbeddedLab.start();
    portal.world().racks().clear();
    portal.world().devices().clear();
    portal.world().teams().clear();
    cloud
        .managedProjects()
        .forEach(
            (id, name) ->
                portal
                    .world()
                    .teams()
                    .add(
                        """
                        {"id": "team-%s", "name": "%s", "project_id": "%s",
                         "billing_acct_id": null, "billing_period_start": null,
                         "billing_period_end": null, "cost": "0.0", "credits": "0.0"}"""
                            .formatted(id, name.substring(3), id)));
    LabConfig settings = portal.config();
    cloud.settings().forEach(settings::set);
    settings.without("openstack.project_id");
    settings.set("view.interval", "6h").set("view.management", "127.0.0.1:0");
    settings.set("view.full_reread_every", 100_000);
    program = Installation.of(folder, portal).configure(settings);
  }

  @AfterEach
  void stopThePortal() {
    if (portal != null) {
      portal.close();
    }
  }

  @Test
  void showsEveryManagedStackWithItsServersVolumesAndNetworks() throws Exception {
    ViewProcess.Ended sync = program.runOnce();

    assertEquals(0, sync.exitCode(), sync.err());
    JsonNode view = program.view();
    Map<String, JsonNode> racks = byCloudId(view.path("racks"));
    Map<String, JsonNode> devices = byCloudId(view.path("devices"));
    assertEquals(new TreeSet<>(cloud.managedStacks().keySet()), new TreeSet<>(racks.keySet()));
    assertEquals(new TreeSet<>(cloud.members().keySet()), new TreeSet<>(devices.keySet()));
    assertAll(
        cloud.managedStacks().keySet().stream()
            .map(
                stack ->
                    () ->
                        assertEquals(
                            cloud.subscriptionOf(stack),
                            racks.get(stack).at("/id/billing").asText(),
                            "billing id of stack " + stack)));
    assertAll(
        cloud.members().values().stream()
            .map(member -> () -> assertShown(member, devices.get(member.id()))));
    assertNoTwoDevicesInOnePlace(view);
  }

  @Test
  void theConsoleDrawsEveryManagedStackAsARack() {
    assumeTrue(
        Files.exists(Browser.CHROMIUM),
        "there is no " + Browser.CHROMIUM + ": install Debian's chromium");
    try (ViewProcess process = program.start();
        Browser browser = new Browser()) {
      await().atMost(120, SECONDS).until(() -> program.generation() > 0);
      Page page = browser.open(ManagementTest.url(program), ColorScheme.LIGHT);
      assertThat(page.locator(".rack")).hasCount(cloud.managedStacks().size());
      assertThat(page.locator(".device").first()).isVisible();
      Browser.picture(page, "console-openstack");
      assertTrue(process.isRunning());
      assertEquals(List.of(), browser.complaints());
    }
  }

  private void assertShown(RealCloud.Member member, JsonNode device) {
    assertEquals(member.stackId(), device.at("/rack_id/cloud").asText(), "rack of " + member);
    assertEquals(STATUS.get(member.state()), device.path("status").asText(), "status of " + member);
    assertEquals(member.type(), device.path("type").asText(), "type of " + member);
    if (member.type().equals("Instance")) {
      assertEquals(member.flavorId(), device.at("/template_id/cloud").asText(), "of " + member);
      assertEquals(member.fixedIps(), texts(device.at("/details/private_ips")), "of " + member);
      assertEquals(member.floatingIps(), texts(device.at("/details/public_ips")), "of " + member);
    }
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new HashSet<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static void assertNoTwoDevicesInOnePlace(JsonNode view) {
    Set<String> taken = new HashSet<>();
    for (JsonNode device : view.path("devices")) {
      int start = device.at("/location/start_unit").asInt();
      int end = device.at("/location/end_unit").asInt();
      assertTrue(start >= 1 && end <= 42 && start <= end, device::toString);
      for (int unit = start; unit <= end; unit++) {
        assertTrue(taken.add(device.path("rack_id") + " " + unit), "unit twice: " + device);
      }
    }
  }

  private static Map<String, JsonNode> byCloudId(JsonNode objects) {
    Map<String, JsonNode> byId = new HashMap<>();
    objects.forEach(object -> byId.put(object.at("/id/cloud").asText(), object));
    return byId;
  }

  @Test
  void writesAPickleThatPythonLoads() throws Exception {
    program.runOnce();

    JsonNode pickled = PythonView.dump(program.data("view.pickle"));

    assertEquals(
        cloud.managedStacks().size(), pickled.at("/racks/$dict").size(), "racks in the pickle");
    assertEquals(cloud.members().size(), pickled.at("/devices/$dict").size());
  }

  @Test
  void readsNoStackAgainThatHasNotChanged() throws Exception {
    program.runOnce();
    String before = program.log();
    JsonNode first = program.view();

    ViewProcess.Ended again = program.runOnce();

    assertEquals(0, again.exitCode(), again.err());
    String log = program.log().substring(before.length());
    assertTrue(log.contains("orchestration=1,"), log);
    assertFalse(log.contains("is left out: its flavor"), log);
    assertEquals(first.path("racks"), program.view().path("racks"));
    assertEquals(first.path("devices"), program.view().path("devices"));
  }

  /** view_queue alone, as the next full sync is hours away; then that finds nothing to change. */
  @Test
  void changesAreInTheViewSoonAndAFullSyncFindsNothingToRepair() throws Exception {
    try (ViewProcess process = program.startAs("view")) {
      await().atMost(120, SECONDS).until(() -> program.generation() > 0);
      await()
          .atMost(60, SECONDS)
          .untilAsserted(
              () -> assertTrue(program.log().contains("RabbitMQ: listening"), program::log));
      Path printed = Path.of("target", "delays.md");
      Process delays =
          new ProcessBuilder(
                  "bash",
                  "-c",
                  ". etc/lab/openstack/env.sh && exec /usr/bin/python3 \"$@\"",
                  "bash",
                  "etc/lab/openstack/lib/delays.py",
                  program.data().toString())
              .redirectErrorStream(true)
              .redirectOutput(printed.toFile())
              .start();
      assertEquals(0, delays.waitFor(), Files.readString(printed));
      QueueHealthFile.awaitNoOpenMarks(program);
      JsonNode before = program.view();
      program.flag("resync.flag");
      await()
          .atMost(120, SECONDS)
          .until(() -> program.generation() > before.path("generation").asLong());
      JsonNode after = program.view();
      assertEquals(before.path("racks"), after.path("racks"));
      assertEquals(before.path("devices"), after.path("devices"));
      WebClient client = new WebClient(ManagementTest.url(program));
      await()
          .atMost(60, SECONDS)
          .until(() -> client.get("/metrics").text().contains("\nview_sync_drift 0.0\n"));
      assertFalse(process.errors().contains("ERROR"), process::errors);
    }
  }
}

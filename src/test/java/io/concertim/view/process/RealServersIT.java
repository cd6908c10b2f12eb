// SPDX-License-Identifier: Apache-2.0
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
import io.concertim.view.python.LoadedByPython;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program against a real OpenStack and a real Kill Bill, brought up by etc/lab. */
@Tag("labs")
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
    portal = cloud.startPortal();
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
    Browser.assumeInstalled();
    try (ViewProcess process = program.start();
        Browser browser = new Browser()) {
      await().atMost(120, SECONDS).until(() -> program.generation() > 0);
      Page page = browser.open(ManagementIT.url(program), ColorScheme.LIGHT);
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

    JsonNode pickled = LoadedByPython.dump(program.data("view.pickle"));

    assertEquals(
        cloud.managedStacks().size(), pickled.at("/racks/$dict").size(), "racks in the pickle");
    assertEquals(cloud.members().size(), pickled.at("/devices/$dict").size());
  }

  @Test
  void anApplicationCredentialShowsTheSameAsThePassword() throws Exception {
    program.runOnce();
    JsonNode withPassword = program.view();
    RealSession user = cloud.admin();
    String path = "/users/" + user.userId() + "/application_credentials";
    String request =
        """
        {"application_credential": {"name": "view-it", "roles": [{"name": "admin"}]}}""";
    JsonNode made = user.call("POST", "identity", path, request).path("application_credential");
    try {
      LabConfig settings = portal.config().without("openstack.project_id");
      settings.set("openstack.auth_url", cloud.settings().get("openstack.auth_url"));
      cloud.settings().entrySet().stream()
          .filter(setting -> setting.getKey().startsWith("killbill."))
          .forEach(setting -> settings.set(setting.getKey(), setting.getValue()));
      for (String key :
          List.of("username", "password", "user_domain_name", "project_domain_name")) {
        settings.without("openstack." + key);
      }
      settings.set("openstack.application_credential_id", made.path("id").asText());
      settings.set("openstack.application_credential_secret", made.path("secret").asText());
      Path own = Files.createDirectories(folder.resolve("of-the-credential"));
      Installation other = Installation.of(own, portal).configure(settings);

      assertEquals(0, other.runOnce().exitCode(), other::log);

      assertTrue(other.source("openstack").path("complete").asBoolean(), other::log);
      for (String list : List.of("teams", "users", "templates", "racks", "devices", "problems")) {
        assertEquals(withPassword.path(list), other.view().path(list), list);
        System.out.println(
            "application credential, " + list + ": " + other.view().path(list).size());
      }
      assertFalse(withPassword.path("devices").isEmpty());
    } finally {
      user.delete("identity", path + "/" + made.path("id").asText());
    }
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
          .atMost(180, SECONDS)
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
      WebClient client = new WebClient(ManagementIT.url(program));
      await()
          .atMost(180, SECONDS)
          .until(() -> client.get("/metrics").text().contains("\nview_sync_drift 0.0\n"));
      assertFalse(process.errors().contains("ERROR"), process::errors);
    }
  }
}

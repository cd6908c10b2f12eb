// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the real servers of etc/lab answer when they are in trouble, and what comes of it. */
@Tag("labs")
@Timeout(900)
class RealFaultsIT {
  private static final String[] HOSTS = {"127.0.0.1", "localhost"};

  @TempDir private Path folder;
  private EmbeddedLab portal;
  private Installation program;
  private ViewProcess process;
  private JsonNode devices;
  private JsonNode racks;

  @BeforeEach
  void runOnTheRealServers() throws Exception {
    Path config = RealCloud.labConfig();
    assumeTrue(
        Files.isReadable(config),
        () -> "skipped: the real servers are not up (etc/lab/up.sh), there is no " + config);
    RealCloud cloud = RealCloud.of(config);
    portal = cloud.startPortal();
    LabConfig settings = portal.config();
    cloud.settings().forEach(settings::set);
    settings.without("openstack.project_id");
    settings.set("view.interval", "2s").set("view.killbill_interval", "1s");
    settings.set("view.retries", 0).set("view.response_timeout", "5s");
    program = Installation.of(folder, portal).configure(settings);
    process = program.start();
    await().atMost(120, SECONDS).until(() -> isComplete("openstack") && isComplete("killbill"));
    devices = program.view().path("devices");
    racks = program.view().path("racks");
    assertFalse(devices.isEmpty());
  }

  @AfterEach
  void stop() {
    if (process != null) {
      process.close();
    }
    if (portal != null) {
      portal.close();
    }
  }

  private boolean isComplete(String source) {
    return isComplete(program.view(), source);
  }

  private void assertStaleAndUnchanged(String source, String... others) {
    long generation = program.generation();
    JsonNode view =
        await()
            .atMost(120, SECONDS)
            .until(
                program::view,
                seen ->
                    seen.path("generation").asLong() > generation
                        && !isComplete(seen, source)
                        && Stream.of(others).allMatch(other -> isComplete(seen, other)));
    System.out.println(source + ": " + view.at("/sources/" + source));
    assertFalse(view.at("/sources/" + source + "/reason").asText().isEmpty());
    assertEquals(devices, view.path("devices"));
    assertEquals(racks, view.path("racks"));
  }

  private static boolean isComplete(JsonNode view, String source) {
    return view.at("/sources/" + source + "/complete").asBoolean();
  }

  private void assertRecovers(String source) {
    await().atMost(120, SECONDS).until(() -> isComplete(source));
    assertEquals(devices, program.view().path("devices"));
    assertEquals(racks, program.view().path("racks"));
    assertTrue(process.isRunning());
  }

  @Test
  void killBillThatHangsLeavesTheViewAsItWas() throws Exception {
    Path lab =
        Path.of(
            Optional.ofNullable(System.getenv("KILLBILL_LAB_DIR"))
                .orElse(
                    Optional.ofNullable(System.getenv("TMPDIR")).orElse("/tmp")
                        + "/killbill-lab-8080"));
    String pid = Files.readString(lab.resolve("killbill.pid")).strip();
    run("kill", "-STOP", pid);
    try {
      assertStaleAndUnchanged("killbill", "openstack", "concertim");
    } finally {
      run("kill", "-CONT", pid);
    }
    assertRecovers("killbill");
  }

  @Test
  void aCloudWithoutItsDatabaseLeavesTheViewAsItWas() throws Exception {
    lockDatabase("LOCK");
    try {
      assertStaleAndUnchanged("openstack", "killbill", "concertim");
    } finally {
      lockDatabase("UNLOCK");
    }
    assertRecovers("openstack");
  }

  /** The services' database user may no longer sign in, and loses its connections. */
  private static void lockDatabase(String how) throws IOException, InterruptedException {
    for (String host : HOSTS) {
      run("mariadb", "-e", "ALTER USER 'oslab'@'" + host + "' ACCOUNT " + how);
    }
    if (how.equals("LOCK")) {
      String ids =
          run(
              "mariadb",
              "-N",
              "-e",
              "SELECT id FROM information_schema.processlist WHERE user = 'oslab'");
      List<String> kills = new ArrayList<>();
      ids.lines().forEach(id -> kills.add("KILL " + id.strip()));
      run("mariadb", "-f", "-e", String.join(";", kills));
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return printed;
  }
}

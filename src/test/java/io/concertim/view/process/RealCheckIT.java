// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands check and bootstrap against a real Keystone, with names of their own, so that the
 * lab's roles and users stay as they are.
 */
@Tag("labs")
class RealCheckIT {
  private static final String WATCHER = "view_it_watcher";
  private static final String RATING = "view_it_rating";
  private static final String CONCERTIM = "view_it_concertim";
  private static final String CLOUDKITTY = "view_it_cloudkitty";

  private static final String WATCHER_ROLE = "role " + WATCHER + " exists";
  private static final String RATING_ROLE = "role " + RATING + " exists";
  private static final String CONCERTIM_USER = "user " + CONCERTIM + " exists";
  private static final String CLOUDKITTY_USER = "user " + CLOUDKITTY + " exists";
  private static final String WATCHES = CONCERTIM + " has " + WATCHER;
  private static final String RATES = CLOUDKITTY + " has " + RATING;

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
    removeAccounts();
    portal = EmbeddedLab.start();
    LabConfig settings = portal.config();
    cloud.settings().forEach(settings::set);
    settings.without("openstack.project_id").without("message_queue");
    program = Installation.of(folder, portal).configure(settings);
  }

  @AfterEach
  void leaveTheCloudAsItWas() throws Exception {
    if (cloud != null) {
      removeAccounts();
    }
    if (portal != null) {
      portal.close();
    }
  }

  private void removeAccounts() throws Exception {
    for (String user : List.of(CONCERTIM, CLOUDKITTY)) {
      cloud.delete("users", user);
    }
    for (String role : List.of(WATCHER, RATING)) {
      cloud.delete("roles", role);
    }
  }

  @Test
  void bootstrapMakesWhatCheckMisses() throws Exception {
    assertEquals(
        List.of(WATCHER_ROLE, RATING_ROLE, CONCERTIM_USER, CLOUDKITTY_USER, WATCHES, RATES),
        List.copyOf(failures().keySet()));

    List<String> announced = bootstrap("would make", "--dry-run");
    for (String role : List.of(WATCHER, RATING)) {
      assertFalse(cloud.has("roles", role), role);
    }
    for (String user : List.of(CONCERTIM, CLOUDKITTY)) {
      assertFalse(cloud.has("users", user), user);
    }

    assertEquals(announced, bootstrap("made"));
    assertEquals(4 + 1 + 2 * cloud.managedProjects().size(), announced.size());
    assertEquals(Map.of(), failures());
    assertEquals(List.of(), bootstrap("made"));
  }

  @Test
  void checkNamesEachThingThatIsMissing() throws Exception {
    bootstrap("made");
    assertMissed(() -> cloud.delete("roles", WATCHER), WATCHER_ROLE, WATCHES);
    assertMissed(() -> cloud.delete("roles", RATING), RATING_ROLE, RATES);
    assertMissed(() -> cloud.delete("users", CONCERTIM), CONCERTIM_USER, WATCHES);
    assertMissed(() -> cloud.delete("users", CLOUDKITTY), CLOUDKITTY_USER, RATES);
    Map.Entry<String, String> project = cloud.managedProjects().entrySet().iterator().next();
    String named = "not in [" + project.getValue() + "]";
    assertEquals(
        Map.of(WATCHES, named),
        assertMissed(() -> cloud.unassign(project.getKey(), CONCERTIM, WATCHER), WATCHES));
    assertEquals(
        Map.of(RATES, named),
        assertMissed(() -> cloud.unassign(project.getKey(), CLOUDKITTY, RATING), RATES));
  }

  private interface Removal {
    void run() throws Exception;
  }

  /** What check says when something is removed, which bootstrap makes again. */
  private Map<String, String> assertMissed(Removal removal, String... items) throws Exception {
    removal.run();
    Map<String, String> failures = failures();
    assertEquals(List.of(items), List.copyOf(failures.keySet()));
    assertFalse(bootstrap("made").isEmpty());
    assertEquals(Map.of(), failures());
    return failures;
  }

  /** What fails of the cloud, as check lists it, and what it says. */
  private Map<String, String> failures() throws IOException {
    ViewProcess.Ended ended =
        run("check", "--json", "--data-dir=" + program.data(), "--log-dir=" + program.logs());
    Map<String, String> failures = new LinkedHashMap<>();
    int all = 0;
    for (String line : ended.out().lines().toList()) {
      JsonNode finding = new ObjectMapper().readTree(line);
      boolean fails = finding.path("result").asText().equals("FAIL");
      all += fails ? 1 : 0;
      if (fails && finding.path("area").asText().equals("openstack")) {
        failures.put(finding.path("item").asText(), finding.path("detail").asText());
      }
    }
    assertEquals(all == 0 ? 0 : 1, ended.exitCode(), ended::err);
    return failures;
  }

  /** What bootstrap has made, or would make. */
  private List<String> bootstrap(String word, String... more) throws IOException {
    Path password = Files.writeString(folder.resolve("password"), "only-for-this-test\n");
    List<String> arguments = new ArrayList<>(List.of(more));
    for (String user : List.of(CONCERTIM, CLOUDKITTY)) {
      arguments.add("--password-file=" + user + "=" + password);
    }
    ViewProcess.Ended ended = run("bootstrap", arguments.toArray(String[]::new));
    assertEquals(0, ended.exitCode(), () -> ended.out() + ended.err());
    assertFalse((ended.out() + ended.err()).contains("only-for-this-test"));
    return ended
        .out()
        .lines()
        .filter(line -> line.startsWith(word + " "))
        .map(line -> line.substring(word.length()).strip())
        .toList();
  }

  private ViewProcess.Ended run(String command, String... more) {
    Stream<String> names =
        Stream.of(
                "watcher=" + WATCHER,
                "rating=" + RATING,
                "concertim=" + CONCERTIM,
                "cloudkitty=" + CLOUDKITTY)
            .map(name -> "--rename=" + name);
    return ViewProcess.run(
        Stream.of(Stream.of(command, "--config=" + program.config()), names, Stream.of(more))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }
}

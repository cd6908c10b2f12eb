// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class CommandLineIT {
  @TempDir private Path folder;
  private EmbeddedLab lab;
  private Installation installation;

  @BeforeEach
  void install() {
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--run-once", "--run_once", "-t"})
  void runsOneSyncAndEndsWithZero(String option) {
    try (ViewProcess process = installation.start(option)) {
      ViewProcess.Ended ended = process.end();

      assertEquals(0, ended.exitCode(), ended.err());
    }
    assertEquals(1, installation.generation());
    assertTrue(Files.exists(installation.data("view.pickle")));
  }

  @Test
  void printsTheViewForPeopleOnDemand() {
    ViewProcess.Ended ended = installation.runOnce("--summary");

    assertEquals(0, ended.exitCode(), ended.err());
    assertTrue(ended.out().contains("alpha-web"), ended.out());
  }

  @Test
  void saysWhatItCanDo() {
    ViewProcess.Ended ended = ViewProcess.run("--help");

    assertEquals(0, ended.exitCode());
    for (String option :
        new String[] {
          "--process", "--run-once", "--config", "--data-dir", "--log-dir", "--routes", "--health"
        }) {
      assertTrue(ended.out().contains(option), option);
    }
    assertTrue(ended.out().matches("(?s).*Exit codes:\\s+0 .*\\s1 .*\\s2 .*"), ended.out());
  }

  @Test
  void saysItsVersion() {
    ViewProcess.Ended ended = ViewProcess.run("--version");

    assertEquals(0, ended.exitCode());
    assertTrue(ended.out().startsWith("concertim-view "), ended.out());
  }

  @Test
  void refusesAnOptionItDoesNotKnow() {
    assertRefused(ViewProcess.run("--proces=view_sync"), "--proces");
  }

  @Test
  void refusesAProcessItDoesNotHave() {
    assertRefused(ViewProcess.run("--process=fe_updates"), "fe_updates");
  }

  @Test
  void refusesAConfigurationThatIsNotThere() throws IOException {
    Files.delete(installation.config());

    assertRefused(installation.runOnce(), installation.config().toString());
  }

  @Test
  void refusesAnEmptyConfiguration() throws IOException {
    Files.writeString(installation.config(), "");

    assertRefused(installation.runOnce(), installation.config().toString());
  }

  @Test
  void tellsAllMistakesOfTheConfigurationAtOnceInOneLineEach() {
    installation.configure(
        Installation.config(lab)
            .set("log_level", "loud")
            .set("concertim.concertim_url", "no address")
            .without("killbill.apisecret")
            .set("view.interval", "soon"));

    ViewProcess.Ended ended = installation.runOnce();

    assertRefused(ended, installation.config().toString());
    assertEquals(4, ended.errorLines().size(), ended.err());
    for (String key :
        new String[] {
          "log_level", "concertim.concertim_url", "killbill.apisecret", "view.interval"
        }) {
      assertEquals(
          1, ended.errorLines().stream().filter(line -> line.contains(key)).count(), ended.err());
    }
  }

  @Test
  void refusesADataDirectoryInWhichNoFileCanBeMade() throws IOException {
    Files.delete(installation.data());
    Files.writeString(installation.data(), "a file");

    assertRefused(installation.runOnce(), "data directory " + installation.data());
  }

  @Test
  void refusesALogDirectoryInWhichNoFileCanBeMade() throws IOException {
    Files.delete(installation.logs());
    Files.writeString(installation.logs(), "a file");

    assertRefused(installation.runOnce(), "log directory " + installation.logs());
  }

  @Test
  void refusesADirectoryOfRoutesThatIsNotThere() {
    assertRefused(installation.runOnce("--routes=" + folder.resolve("none")), "--routes");
  }

  @Test
  void refusesAStateThatItCannotRead() throws IOException {
    Files.writeString(installation.data("layers.jsonl"), "not JSON\n");

    assertRefused(installation.runOnce(), "layers.jsonl");
  }

  @Test
  void saysInOneLineWhatIsWrongWithARoute() throws IOException {
    Path routes = Files.createDirectory(folder.resolve("routes"));
    Files.writeString(
        routes.resolve("view-store.camel.yaml"), "- route:\n    form:\n      uri: direct:x\n");

    ViewProcess.Ended ended = installation.runOnce("--routes=" + routes);

    assertEquals(1, ended.exitCode(), ended.err());
    assertEquals(1, ended.errorLines().size(), ended.err());
    assertFalse(ended.hasStackTrace(), ended.err());
  }

  @Test
  void isHealthyWhileTheViewIsKeptUp() throws IOException {
    assertEquals(1, health().exitCode(), "no view yet");

    Files.writeString(installation.data("view.json"), "{\"generation\": 1}");
    assertEquals(0, health().exitCode());

    Files.setLastModifiedTime(
        installation.data("view.json"), FileTime.from(Instant.now().minus(Duration.ofMinutes(16))));
    assertEquals(1, health().exitCode(), "too old");
  }

  private ViewProcess.Ended health() {
    return ViewProcess.run("--health", "--data-dir=" + installation.data());
  }

  private static void assertRefused(ViewProcess.Ended ended, String named) {
    assertEquals(2, ended.exitCode(), ended.err());
    assertTrue(ended.errorLines().get(0).contains(named), ended.err());
    assertFalse(ended.hasStackTrace(), ended.err());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.cli.ViewCommand;
import io.concertim.view.lab.EmbeddedLab;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
import picocli.CommandLine.Model.CommandSpec;

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

  /** In this Java machine: for what ends before anything is started, or logged. */
  private static ViewProcess.Ended execute(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        ViewCommand.line()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new ViewProcess.Ended(exitCode, out.toString(), err.toString());
  }

  private ViewProcess.Ended executeOnce() {
    return execute(installation.arguments("--run-once").toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--run-once", "--run_once"})
  void theOptionForOneSyncHasMoreNames(String name) {
    CommandSpec line = ViewCommand.line().getCommandSpec();

    assertSame(line.findOption("-t"), line.findOption(name));
  }

  @Test
  void saysWhatItCanDo() {
    ViewProcess.Ended ended = execute("--help");

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
    ViewProcess.Ended ended = execute("--version");

    assertEquals(0, ended.exitCode());
    assertTrue(ended.out().startsWith("concertim-view "), ended.out());
  }

  @Test
  void refusesAnOptionItDoesNotKnow() {
    assertRefused(ViewProcess.run("--proces=view_sync"), "--proces");
  }

  @Test
  void refusesAProcessItDoesNotHave() {
    assertRefused(execute("--process=fe_updates"), "fe_updates");
  }

  @Test
  void refusesAConfigurationThatIsNotThere() throws IOException {
    Files.delete(installation.config());

    assertRefused(executeOnce(), installation.config().toString());
  }

  @Test
  void refusesAnEmptyConfiguration() throws IOException {
    Files.writeString(installation.config(), "");

    assertRefused(executeOnce(), installation.config().toString());
  }

  @Test
  void tellsAllMistakesOfTheConfigurationAtOnceInOneLineEach() {
    installation.configure(
        Installation.config(lab)
            .set("log_level", "loud")
            .set("concertim.concertim_url", "no address")
            .without("killbill.apisecret")
            .set("view.interval", "soon"));

    ViewProcess.Ended ended = executeOnce();

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

    assertRefused(executeOnce(), "data directory " + installation.data());
  }

  @Test
  void refusesALogDirectoryInWhichNoFileCanBeMade() throws IOException {
    Files.delete(installation.logs());
    Files.writeString(installation.logs(), "a file");

    assertRefused(executeOnce(), "log directory " + installation.logs());
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
    return execute("--health", "--data-dir=" + installation.data());
  }

  private static void assertRefused(ViewProcess.Ended ended, String named) {
    assertEquals(2, ended.exitCode(), ended.err());
    assertTrue(ended.errorLines().get(0).contains(named), ended.err());
    assertFalse(ended.hasStackTrace(), ended.err());
  }
}

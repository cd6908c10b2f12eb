// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.app.LabView;
import io.concertim.view.config.LogFormat;
import io.concertim.view.lab.LabNotification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What the process view logs. */
@Isolated("it sets the level of the loggers, which the stop of any other process shuts")
@Timeout(120)
class LogTest {
  private static final String SERVER = "5e000000-0000-4000-8000-0000000000a1";
  private static final Pattern LINE =
      Pattern.compile(
          "\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3}\\] - (?<level>\\w+) *: \\w+ *: "
              + "\\S.{25,}===>  (?:\\[(?<correlation>\\w+-\\d{6})\\] )?(?<message>\\S.*)");

  @TempDir private Path folder;
  @AutoClose private LabView view;

  @BeforeEach
  void load() throws Exception {
    view = new LabView(folder, config -> config.set("view.interval", "1h"));
  }

  private void startAndSync(LogCapture log) {
    view.context().start();
    await().atMost(60, SECONDS).until(() -> !log.linesWith("generation 1 stored").isEmpty());
    await().atMost(60, SECONDS).until(() -> !log.linesWith("RabbitMQ: listening").isEmpty());
  }

  private void syncAgain() {
    view.context().createProducerTemplate().request("direct:view-sync-guarded", sync -> {});
  }

  private static Matcher parsed(String line) {
    Matcher parsed = LINE.matcher(line);
    assertTrue(parsed.matches(), line);
    return parsed;
  }

  private static Set<String> correlations(List<String> lines) {
    return lines.stream()
        .map(line -> String.valueOf(parsed(line).group("correlation")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyCallOfASyncOnWhateverThreadIsToldWithItsIdAndWithoutSecrets() throws IOException {
    try (LogCapture log = new LogCapture(Level.DEBUG, LogFormat.TEXT)) {
      startAndSync(log);

      List<String> calls = log.linesWith(" answered 20");
      correlations(calls).forEach(id -> assertTrue(id.matches("(sync|portal)-\\d+"), id));
      String sync = parsed(log.linesWith("generation 1 stored").get(0)).group("correlation");
      long ofTheSync = calls.stream().filter(line -> line.contains(sync)).count();
      assertTrue(ofTheSync >= 20, () -> ofTheSync + " calls of " + sync);
      assertTrue(
          parsed(calls.get(0))
              .group("message")
              .matches("\\w+: \\w+ /.* answered 20\\d after .* ms"),
          calls.get(0));
      assertEquals(List.of(), log.linesWith("-secret"), "a password of the lab");
      assertEquals(List.of(), log.linesWith("gAAAA"), "a token");
    }
  }

  @Test
  void aChangeIsToldWithBeforeAfterCauseAndDelay() throws Exception {
    try (LogCapture log = new LogCapture(Level.DEBUG, LogFormat.TEXT)) {
      startAndSync(log);
      // A new queue asks for a full sync, which might find the change first.
      await().atMost(60, SECONDS).until(() -> !isResyncAskedFor());
      view.lab().world().servers().set(SERVER, "status", "SHUTOFF");
      view.lab().world().servers().set(SERVER, "OS-EXT-STS:vm_state", "stopped");
      view.publisher().send(LabNotification.server("power_off.end", SERVER, "stopped"));

      await().atMost(60, SECONDS).until(() -> !log.linesWith("status ACTIVE → ").isEmpty());

      String line = log.linesWith("status ACTIVE → ").get(0);
      assertTrue(
          parsed(line)
              .group("message")
              .matches(
                  "device \\S+ \\("
                      + SERVER
                      + "\\): status ACTIVE → \\w+; compute.instance.power_off.end, after \\d+ ms"),
          line);
      assertEquals("INFO", parsed(line).group("level"));
      assertTrue(parsed(line).group("correlation").startsWith("store-"));
      List<String> reads = log.linesWith("/servers/" + SERVER);
      assertFalse(reads.isEmpty());
      correlations(reads).forEach(id -> assertTrue(id.startsWith("read-"), id));
      correlations(log.linesWith("nova/notifications.info: "))
          .forEach(id -> assertTrue(id.startsWith("notification-"), id));
    }
  }

  @Test
  void aDayWithoutAChangeIsShort() throws Exception {
    try (LogCapture log = new LogCapture(Level.INFO, LogFormat.JSON)) {
      startAndSync(log);
      writeOthers(() -> !log.linesWith("another program").isEmpty());
      int atStart = log.bytes();

      for (int sync = 0; sync < 4; sync++) {
        long generation = generation();
        writeOthers(() -> generation() > generation);
        syncAgain();
      }

      long perDay = (log.bytes() - atStart) / 4 * (86_400L / 15);
      assertTrue(perDay < 2_000_000, () -> perDay + " bytes\n" + String.join("\n", log.lines()));
    }
  }

  /** As fe_updates does in every pass, unless a sync comes in between. */
  private void writeOthers(Callable<Boolean> seen) {
    await()
        .atMost(60, SECONDS)
        .until(
            () -> {
              Files.writeString(view.directory().viewPickle(), "of fe_updates");
              return seen.call();
            });
  }

  private boolean isResyncAskedFor() {
    return Files.exists(view.directory().resyncFlag())
        || Files.exists(view.directory().resyncTaken());
  }

  private long generation() throws IOException {
    return new ObjectMapper()
        .readTree(view.directory().viewJson().toFile())
        .path("generation")
        .asLong();
  }

  @Test
  void everyLineIsAnObjectWhereJsonIsWanted() throws Exception {
    try (LogCapture log = new LogCapture(Level.DEBUG, LogFormat.JSON)) {
      startAndSync(log);

      for (String line : log.lines()) {
        JsonNode object = new ObjectMapper().readTree(line);
        assertTrue(object.path("timestamp").isNumber(), line);
        assertFalse(object.path("level").asText().isEmpty(), line);
        assertFalse(object.path("loggerName").asText().isEmpty(), line);
        assertFalse(object.path("formattedMessage").asText().isEmpty(), line);
      }
      JsonNode sync = new ObjectMapper().readTree(log.linesWith("generation 1 stored").get(0));
      assertTrue(sync.at("/mdc/correlation").asText().startsWith("sync-"), sync::toString);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.concertim.view.config.LogFormat;
import io.concertim.view.config.LogLevel;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.log.LogSetup;
import io.concertim.view.log.StartLog;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Source;
import io.concertim.view.queue.ReadRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything is written at the finest level there is, and none of it holds a secret. */
@Isolated("it changes the levels of all loggers")
@Timeout(600)
class SecretsTest {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";

  /** Passwords and keys of the lab, the beginnings of its tokens, and a marker. */
  private static final List<String> SECRETS =
      List.of(
          "cloud-secret",
          "portal-secret",
          "billing-secret",
          "tenant-secret",
          "marker-secret",
          Base64.getEncoder()
              .encodeToString("admin:billing-secret".getBytes(StandardCharsets.UTF_8)),
          "gAAAA",
          "eyJ");

  @TempDir private Path folder;
  private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private EmbeddedLab lab;

  @BeforeEach
  void writeEverything() throws Exception {
    PrintStream all = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(all);
    System.setErr(all);
    LogSetup.start(
        "view_sync", Files.createDirectory(folder.resolve("log")), LogLevel.DEBUG, LogFormat.TEXT);
    loggers.getLoggerList().stream()
        .filter(logger -> logger.getLevel() != null && logger.getLevel() != Level.OFF)
        .forEach(logger -> logger.setLevel(Level.TRACE));
    lab = EmbeddedLab.start();
  }

  @AfterEach
  void stop() {
    lab.close();
    System.setOut(out);
    System.setErr(err);
    loggers.getLoggerList().stream()
        .filter(logger -> !logger.getName().equals(Logger.ROOT_LOGGER_NAME))
        .forEach(logger -> logger.setLevel(null));
    new StartLog().configure(loggers);
  }

  private LabConfig config() {
    return lab.config().set("view.retries", 0).set("view.killbill_interval", "1ms");
  }

  /** Signs in again too. */
  private LabSync sync(RunningView process) throws Exception {
    lab.revokeTokens();
    return process.sync();
  }

  @Test
  void noneIsWrittenHoweverMuchIsWritten() throws Exception {
    for (String key :
        List.of(
            "openstack.password",
            "concertim.concertim_password",
            "killbill.password",
            "killbill.apisecret")) {
      LabSync.run(config().set(key, "marker-secret"), folder);
    }
    try (RunningView process = RunningView.of(config(), folder)) {
      sync(process);
      for (Fault fault :
          List.of(
              Fault.status(401),
              Fault.status(500),
              Fault.redirect("http://127.0.0.1:9/"),
              Fault.redirect("http://u:marker-secret@127.0.0.1:9/x?token=marker-secret"),
              Fault.truncate(),
              Fault.notJson())) {
        lab.faults().fail("/", fault);
        sync(process);
        lab.faults().clear();
      }
      String echo =
          "{\"error\":{\"message\":\"%s of Bearer eyJ-echoed, gAAAA-echoed.\"}}"
              .formatted(String.join(" ", SECRETS.subList(0, 6)).replace("marker-secret ", ""));
      for (int status : List.of(400, 403, 500)) {
        lab.faults()
            .fail(
                "/auth/tokens|sign_in",
                Fault.withHeader("X-Subject-Token", "gAAAA-echoed")
                    .and("Authorization", "Bearer eyJ-echoed"));
        // Each system repeats the token that it gave: the other's may not be issued yet.
        lab.faults()
            .fail("/concertim/", Fault.status(status).withBody(echo.replace("gAAAA", "it")));
        String withCloudToken = echo.replace("eyJ", "it");
        lab.faults()
            .fail(
                "/(keystone|nova|heat|cinder|neutron)/",
                Fault.status(status).withBody(withCloudToken));
        lab.faults()
            .fail(
                "/killbill/", Fault.status(status).withBody(withCloudToken.replace("gAAAA", "it")));
        sync(process);
        lab.faults().clear();
        lab.faults()
            .fail(
                "/auth/tokens|sign_in",
                Fault.status(status).withBody(echo.replaceAll(" of .*", "\"}}")));
        sync(process);
        lab.faults().clear();
      }
      LabSync sync = sync(process);
      for (Source source : Source.values()) {
        assertTrue(sync.status(source).complete(), source.label());
      }
    }
    try (LabQueue queue = LabQueue.start(config(), folder)) {
      lab.revokeTokens();
      queue.mark(new ReadRequest(Kind.SERVER, WEB, false, "active"));
      await().atMost(30, TimeUnit.SECONDS).until(() -> queue.marks().size() == 0);
    }

    String written = written();

    assertTrue(written.contains("TRACE"), "it is written at the finest level");
    assertEquals(List.of(), SECRETS.stream().filter(written::contains).toList());
  }

  private String written() throws IOException {
    StringBuilder all = new StringBuilder(printed.toString(StandardCharsets.UTF_8));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("config.yaml")) {
          all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return all.toString();
  }
}

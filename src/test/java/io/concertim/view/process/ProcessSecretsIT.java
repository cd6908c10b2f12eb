// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedBroker;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.lab.Table;
import io.concertim.view.lab.World;
import io.concertim.view.web.WebClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** No secret is in anything that a process shows, whether its systems and its broker admit it. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class ProcessSecretsIT {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final String OTHER_PASSWORD = "marker-secret";

  /** Passwords and keys of the lab, a password that nobody has, and the beginnings of tokens. */
  private static final List<String> SECRETS =
      List.of(
          "cloud-secret",
          "portal-secret",
          "billing-secret",
          "tenant-secret",
          OTHER_PASSWORD,
          "gAAAA",
          "eyJ");

  private static final List<String> PATHS =
      List.of(
          "/",
          "/live",
          "/ready",
          "/metrics",
          "/observe/health/ready",
          "/observe/metrics",
          "/api/summary",
          "/api/view",
          "/api/changes",
          "/api/objects/" + WEB);

  @TempDir private Path folder;
  private EmbeddedLab lab;
  private EmbeddedBroker broker;
  private LabConfig config;

  @BeforeEach
  void start() {
    lab = EmbeddedLab.start();
    broker = EmbeddedBroker.start();
    config =
        broker
            .configure(Installation.config(lab))
            .set("log_level", "debug")
            .set("rmq.rmq_password", OTHER_PASSWORD)
            .set("view.management", "127.0.0.1:0");
  }

  @AfterEach
  void stop() {
    broker.close();
    lab.close();
  }

  @Test
  void noneIsShownWhetherOnlyTheBrokerRefusesItOrEverySystemDoes() throws IOException {
    Installation installation = Installation.of(folder, lab).configure(config);
    List<String> found = new ArrayList<>();
    try (ViewProcess process = installation.startAs("view")) {
      installation.awaitGenerationAfter(0);
      installation.awaitLog("; check rmq_");
      searchAnswers(installation, found);

      changePasswords();
      installation.flag("resync.flag");
      for (String system : List.of("openstack", "concertim", "killbill")) {
        await().atMost(180, SECONDS).until(() -> isRefused(installation.log(), system));
      }
      searchAnswers(installation, found);
      String commandLine = Files.readString(Path.of("/proc", "" + process.pid(), "cmdline"));
      assertTrue(commandLine.contains("--process=view"), commandLine);
      search("its command line", commandLine, found);
      search("its errors", process.errors(), found);
    }
    for (Path directory : List.of(installation.data(), installation.logs())) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          search(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1), found);
        }
      }
    }
    assertEquals(List.of(), found);
  }

  private void changePasswords() {
    World world = lab.world();
    for (Table table : List.of(world.cloudUsers(), world.users(), world.tenants())) {
      table.rows().forEach(row -> table.set(row.path("id").asText(), "password", "changed"));
    }
    lab.revokeTokens();
  }

  private static boolean isRefused(String log, String system) {
    return log.lines().anyMatch(l -> l.contains(system + ": ") && l.contains(" answered 401"));
  }

  private static void searchAnswers(Installation installation, List<String> found)
      throws IOException {
    WebClient client = new WebClient(ManagementIT.url(installation));
    for (String path : PATHS) {
      search(path, client.get(path).text(), found);
    }
  }

  private static void search(String where, String text, List<String> found) {
    SECRETS.stream().filter(text::contains).forEach(secret -> found.add(secret + " in " + where));
  }
}

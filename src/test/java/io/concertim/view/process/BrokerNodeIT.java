// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** view_queue on a RabbitMQ that restarts, and on one that asks for certificates. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class BrokerNodeIT {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";

  @TempDir private Path folder;
  private RabbitNode rabbit;
  private EmbeddedLab lab;
  private Installation installation;
  private ViewProcess process;

  @BeforeEach
  void syncOnce() throws IOException {
    rabbit = RabbitNode.make(folder.resolve("rabbit"));
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
    installation.configure(config());
    installation.runOnce();
  }

  private LabConfig config() {
    return Installation.config(lab).set("rmq.rmq_port", rabbit.port()).set("rmq.rmq_path", "/");
  }

  @AfterEach
  void stop() {
    if (process != null) {
      process.close();
    }
    if (lab != null) {
      lab.close();
    }
    if (rabbit != null) {
      rabbit.close();
    }
  }

  private void listen() {
    process = installation.startAs("view_queue");
  }

  private void awaitLog(String text) {
    await().atMost(180, SECONDS).until(() -> installation.log().contains(text));
  }

  private void seesAChange(String novaStatus, String shown) throws IOException {
    lab.world().servers().set(WEB, "status", novaStatus);
    try (Publisher publisher = rabbit.publisher()) {
      publisher.send(LabNotification.server("update", WEB, null));
      await()
          .atMost(180, SECONDS)
          .until(() -> installation.object("devices", WEB).path("status").asText().equals(shown));
    }
  }

  /** So that some are on their way when the broker ends. */
  private void sendMany() throws IOException {
    try (Publisher publisher = rabbit.publisher()) {
      for (int i = 0; i < 3_000; i++) {
        publisher.send(LabNotification.server("update", WEB, null));
      }
    }
  }

  @Test
  void aRestartThatLosesTheExchangesIsToldAndAFullSyncIsAskedFor() throws Exception {
    rabbit.publisher().close();
    listen();
    awaitLog("RabbitMQ: listening");
    seesAChange("SHUTOFF", "STOPPED");
    Files.deleteIfExists(installation.data("resync.flag"));

    sendMany();
    rabbit.stop();
    awaitLog("RabbitMQ: the connection is closed");
    assertTrue(process.isRunning());
    rabbit.start();
    rabbit.publisher().close();

    await().atMost(180, SECONDS).until(() -> Files.exists(installation.data("resync.flag")));
    seesAChange("PAUSED", "SUSPENDED");
    assertEquals(
        List.of(),
        installation.log().lines().filter(line -> line.contains("cannot be stored")).toList());
    assertFalse(process.errors().lines().anyMatch(ViewProcess::isOfAStackTrace), process::errors);
  }

  @Test
  void aBrokerThatAsksForACertificateIsShownOne() throws Exception {
    rabbit.publisher().close();
    installation.configure(
        config()
            .set("rmq.rmq_port", rabbit.tlsPort())
            .set(
                "rmq.tls",
                Map.of(
                    "enabled", true,
                    "ca_file", rabbit.file("ca.pem").toString(),
                    "client_certificate", rabbit.file("client.pem").toString(),
                    "client_key", rabbit.file("client.key").toString())));
    listen();

    awaitLog("RabbitMQ: listening");
    seesAChange("SHUTOFF", "STOPPED");
  }

  @Test
  void aBrokerWhoseCertificateIsNotTrustedIsRefused() throws Exception {
    rabbit.publisher().close();
    installation.configure(
        config().set("rmq.rmq_port", rabbit.tlsPort()).set("rmq.tls", Map.of("enabled", true)));
    listen();

    awaitLog("RabbitMQ: no connection: ");
    assertTrue(process.isRunning());
    assertFalse(installation.log().contains("RabbitMQ: listening"));
    assertFalse(process.errors().lines().anyMatch(ViewProcess::isOfAStackTrace), process::errors);
  }
}

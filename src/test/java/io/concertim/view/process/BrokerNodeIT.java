// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** view_queue on a RabbitMQ that asks for certificates, and restarts. */
@Timeout(900)
class BrokerNodeIT {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";

  @TempDir private static Path node;
  private static RabbitNode rabbit;

  @TempDir private Path folder;
  private EmbeddedLab lab;
  private Installation installation;
  private ViewProcess process;

  @BeforeAll
  static void startBroker() throws IOException {
    rabbit = RabbitNode.make(node);
  }

  @AfterAll
  static void stopBroker() {
    if (rabbit != null) {
      rabbit.close();
    }
  }

  @BeforeEach
  void syncOnce() throws IOException {
    try (Publisher publisher = rabbit.publisher()) {
      publisher.channel().queueDelete("concertim_view");
    }
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
    installation.configure(config());
    installation.sync();
  }

  private LabConfig config() {
    return Installation.config(lab).set("rmq.rmq_port", rabbit.tlsPort()).set("rmq.rmq_path", "/");
  }

  @AfterEach
  void stop() {
    if (process != null) {
      process.close();
    }
    if (lab != null) {
      lab.close();
    }
  }

  /** Exchanges are bound one after the other, so nova's may not be yet when the first is sent. */
  private void seesAChange(String novaStatus, String shown) throws IOException {
    lab.world().servers().set(WEB, "status", novaStatus);
    try (Publisher publisher = rabbit.publisher()) {
      await()
          .atMost(180, SECONDS)
          .pollDelay(0, SECONDS)
          .pollInterval(300, MILLISECONDS)
          .until(
              () -> {
                publisher.send(LabNotification.server("update", WEB, null));
                return installation.status(WEB).equals(shown);
              });
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

  /** It asks for a certificate each time. */
  @Test
  void aRestartThatLosesTheExchangesIsToldAndAFullSyncIsAskedFor() throws Exception {
    installation.configure(
        config()
            .set(
                "rmq.tls",
                Map.of(
                    "enabled", true,
                    "ca_file", rabbit.file("ca.pem").toString(),
                    "client_certificate", rabbit.file("client.pem").toString(),
                    "client_key", rabbit.file("client.key").toString())));
    process = installation.startAs("view_queue");
    installation.awaitLog("RabbitMQ: listening");
    seesAChange("SHUTOFF", "STOPPED");
    Files.deleteIfExists(installation.data("resync.flag"));

    sendMany();
    rabbit.stop();
    installation.awaitLog("RabbitMQ: the connection is closed");
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
  void aBrokerWhoseCertificateIsNotTrustedIsRefused() {
    installation.configure(config().set("rmq.tls", Map.of("enabled", true)));

    String found = BrokerCheckIT.check(installation, 1);

    assertTrue(found.contains("FAIL rabbitmq connection "), found);
    assertTrue(found.contains("certification path"), found);
    assertFalse(found.lines().anyMatch(ViewProcess::isOfAStackTrace), found);
  }
}

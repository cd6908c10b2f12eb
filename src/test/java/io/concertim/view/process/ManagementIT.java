// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.web.WebClient;
import io.concertim.view.web.WebClient.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The management server of the program as a service. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class ManagementIT {
  private static final Pattern ADDRESS = Pattern.compile("metrics are at (http://[^ ]+/)");

  private static final String QUEUE = "queue-connected";

  @TempDir private Path folder;
  private EmbeddedLab lab;
  private Installation installation;

  @BeforeEach
  void install() {
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
    installation.configure(
        Installation.config(lab)
            .set("view.interval", "200ms")
            .set("view.max_age", "3s")
            .set("view.management", "127.0.0.1:0"));
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  /** Where the program listens, as soon as it says so. */
  static String url(Installation installation) {
    return await()
        .atMost(180, SECONDS)
        .until(
            () -> {
              Matcher address = ADDRESS.matcher(installation.log());
              return address.find() ? address.group(1) : null;
            },
            found -> found != null);
  }

  private WebClient client() {
    return new WebClient(url(installation));
  }

  private static Reply awaitStatus(WebClient client, String path, int status) {
    return await()
        .atMost(180, SECONDS)
        .until(() -> client.get(path), reply -> reply.status() == status);
  }

  @Test
  void saysWhetherTheProcessLivesAndIsReady() throws IOException {
    try (ViewProcess process = installation.start()) {
      WebClient client = client();
      assertEquals("UP", awaitStatus(client, "/live", 200).json().path("status").asText());
      awaitStatus(client, "/ready", 200);

      lab.faults().fail("/nova/.*", Fault.status(500));

      Reply stale =
          await()
              .atMost(180, SECONDS)
              .until(() -> client.get("/ready"), ManagementIT::saysThatTheCloudIsTooOld);
      assertEquals(503, stale.status());
      assertEquals(200, client.get("/live").status());
      assertTrue(process.isRunning());
    }
  }

  /**
   * Requests that wait behind more of them than there are threads may be cut off with them. In this
   * Java machine the lab's server would have set the JDK's limits.
   */
  @Test
  void answersAgainAfterMoreConnectionsHaveStalledThanThereAreThreads() throws IOException {
    try (ViewProcess process = installation.start()) {
      URI address = URI.create(url(installation));
      List<Socket> stalled = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        Socket connection = new Socket(address.getHost(), address.getPort());
        stalled.add(connection);
        connection.getOutputStream().write("GET /live HTTP/1.1\r\nHost: loc".getBytes(US_ASCII));
      }

      await()
          .atMost(180, SECONDS)
          .ignoreExceptions()
          .until(() -> client().get("/live").status() == 200);

      assertTrue(process.isRunning());
      for (Socket connection : stalled) {
        connection.close();
      }
    }
  }

  private static boolean saysThatTheCloudIsTooOld(Reply reply) {
    String detail = check(reply.json().path("checks"), "source-openstack").path("detail").asText();
    return detail.contains("more than view.max_age (3 s): ");
  }

  private static JsonNode check(JsonNode checks, String name) {
    for (JsonNode check : checks) {
      if (check.path("name").asText().equals(name)) {
        return check;
      }
    }
    throw new AssertionError("no " + name + " in " + checks);
  }

  @Test
  void isAskedByTheHealthCheckOfTheContainer() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      installation.configure(
          Installation.config(lab).set("view.management", "127.0.0.1:" + free.getLocalPort()));
    }
    String[] health = {
      "--health", "--config=" + installation.config(), "--data-dir=" + installation.data()
    };
    try (ViewProcess process = installation.start()) {
      installation.awaitGenerationAfter(0);
      // It waits three seconds for an answer, and a cold start may take longer; Docker asks again
      // too.
      ViewProcess.Ended asked =
          await()
              .atMost(180, SECONDS)
              .until(() -> ViewProcess.run(health), ended -> ended.exitCode() == 0);
      assertTrue(asked.out().contains("/live answers 200"), asked::out);
      assertTrue(process.isRunning());
    }

    ViewProcess.Ended asked = ViewProcess.run(health);

    assertEquals(1, asked.exitCode(), asked::out);
    assertTrue(asked.out().contains("/live does not answer"), asked::out);
  }

  @Test
  void showsMetrics() throws IOException {
    try (ViewProcess process = installation.start()) {
      WebClient client = client();
      awaitStatus(client, "/ready", 200);

      String metrics = client.get("/metrics").text();
      assertTrue(metrics.contains("view_source_age_seconds{source=\"openstack\"} "), metrics);
      assertTrue(process.isRunning());
    }
  }

  @Test
  void goesOnWithoutWhenTheAddressOfTheConfigurationIsTaken() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + other.getLocalPort();
      installation.configure(Installation.config(lab).set("view.management", address));
      try (ViewProcess process = installation.start()) {
        installation.awaitGenerationAfter(0);
        assertTrue(installation.log().contains("view.management: cannot listen on "));
        assertTrue(installation.log().contains("name another address, or off"));
        assertTrue(process.isRunning());
      }
    }
  }

  @Test
  @SuppressWarnings("try") // the socket only has to be there
  void goesOnWithoutWhenTheDefaultAddressIsTaken() throws IOException {
    installation.configure(Installation.config(lab).without("view.management"));
    try (ServerSocket other = taken(9464);
        ViewProcess process = installation.start()) {
      installation.awaitGenerationAfter(0);
      assertTrue(
          installation.log().contains("goes on without console, HTTP API, health and metrics"));
      assertTrue(process.isRunning());
    }
  }

  @Test
  void theQueueTakesTheNextPortAndTellsThatNoBrokerIsThere() throws IOException {
    int port = twoFreePorts();
    installation.configure(
        Installation.config(lab)
            .set("rmq.rmq_port", "1")
            .set("view.management", "127.0.0.1:" + port));
    // As the Python service did, it passes over the option: it has no single run.
    try (ViewProcess process = installation.startAs("view_queue", "--run_once")) {
      WebClient client = client();
      assertTrue(installation.log().contains("--run-once is passed over"));
      assertEquals("http://127.0.0.1:" + (port + 1) + "/", url(installation));
      awaitStatus(client, "/live", 200);
      JsonNode queue = check(awaitStatus(client, "/ready", 503).json().path("checks"), QUEUE);
      assertEquals("DOWN", queue.path("status").asText());
      assertTrue(queue.path("remedy").asText().startsWith("see to the broker"), queue::toString);
      installation.awaitLog("no connection");
      assertTrue(process.isRunning());
      assertFalse(process.errors().lines().anyMatch(ViewProcess::isOfAStackTrace));
    }
  }

  private static int twoFreePorts() throws IOException {
    for (; ; ) {
      try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          ServerSocket second = taken(first.getLocalPort() + 1)) {
        if (second != null) {
          return first.getLocalPort();
        }
      }
    }
  }

  /** A socket there, or null where somebody else has one. */
  private static ServerSocket taken(int port) {
    try {
      return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      return null;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.cli.ViewCommand;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.web.WebClient;
import io.concertim.view.web.WebClient.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The management server of the program as a service, most of it of one that view_sync runs. */
@Timeout(900)
class ManagementIT {
  private static final Pattern ADDRESS = Pattern.compile("metrics are at (http://[^ ]+/)");

  private static final String QUEUE = "queue-connected";

  @TempDir private static Path folder;
  private static EmbeddedLab lab;
  private static Installation installation;
  private static ViewProcess process;

  /** Its address is free only after it has said that it is not. */
  @BeforeAll
  static void start() throws IOException {
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      configure(installation, other);
      process = installation.start();
      installation.awaitGenerationAfter(0);
      installation.awaitLog("view.management: cannot listen on ");
      assertTrue(process.isRunning());
    }
  }

  private static void configure(Installation installation, ServerSocket at) {
    installation.configure(
        Installation.config(lab)
            .set("view.interval", "1s")
            .set("view.max_age", "3s")
            .set("view.management", "127.0.0.1:" + at.getLocalPort()));
  }

  @AfterAll
  static void stop() {
    process.close();
    lab.close();
  }

  /** All is well again, whatever the test before has done. */
  @BeforeEach
  void awaitReady() {
    lab.faults().clear();
    await()
        .atMost(180, SECONDS)
        .ignoreExceptions()
        .until(() -> client().get("/ready").status() == 200);
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

  private static WebClient client() {
    return new WebClient(url(installation));
  }

  private static Reply awaitStatus(WebClient client, String path, int status) {
    return await()
        .atMost(180, SECONDS)
        .ignoreExceptions() // a request that takes two seconds to arrive is cut off
        .until(() -> client.get(path), reply -> reply.status() == status);
  }

  @Test
  void saysWhetherTheProcessLivesAndIsReady() throws IOException {
    assertEquals("UP", client().get("/live").json().path("status").asText());

    lab.faults().fail("/nova/.*", Fault.status(500));

    Reply stale =
        await()
            .atMost(180, SECONDS)
            .until(() -> client().get("/ready"), ManagementIT::saysThatTheCloudIsTooOld);
    assertEquals(503, stale.status());
    assertEquals(200, client().get("/live").status());
    assertTrue(process.isRunning());
  }

  /**
   * Requests that wait behind more of them than there are threads may be cut off with them. In this
   * Java machine the lab's server would have set the JDK's limits.
   */
  @Test
  void answersAgainAfterMoreConnectionsHaveStalledThanThereAreThreads() throws IOException {
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
    // It waits three seconds for an answer, and Docker asks again too.
    String lives =
        await()
            .atMost(180, SECONDS)
            .until(() -> health(installation), text -> text.startsWith("0: "));
    assertTrue(lives.contains("/live answers 200"), lives);
    assertTrue(process.isRunning());
    Installation ended = Installation.of(folder.resolve("ended"), lab);
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      configure(ended, free);
    }

    String asked = health(ended);

    assertTrue(asked.startsWith("1: "), asked);
    assertTrue(asked.contains("/live does not answer"), asked);
  }

  /** The exit code, and what is printed; with the data that are shared. */
  private static String health(Installation of) {
    StringWriter out = new StringWriter();
    int exitCode =
        ViewCommand.line()
            .setOut(new PrintWriter(out))
            .execute("--health", "--config=" + of.config(), "--data-dir=" + installation.data());
    return exitCode + ": " + out;
  }

  @Test
  void showsMetrics() throws IOException {
    String metrics = client().get("/metrics").text();
    assertTrue(metrics.contains("view_source_age_seconds{source=\"openstack\"} "), metrics);
    assertTrue(process.isRunning());
  }

  @Test
  void goesOnWithoutWhenTheAddressOfTheConfigurationIsTaken() {
    String log = installation.log();
    assertTrue(log.contains("goes on without console, HTTP API, health and metrics"));
    assertTrue(log.contains("name another address, or off"));
    assertTrue(process.isRunning());
  }

  @Test
  void theQueueTakesTheNextPortAndTellsThatNoBrokerIsThere() throws IOException {
    int port = twoFreePorts();
    Installation listener = Installation.of(folder.resolve("queue"), lab);
    listener.configure(
        Installation.config(lab)
            .set("rmq.rmq_port", "1")
            .set("view.management", "127.0.0.1:" + port));
    // As the Python service did, it passes over the option: it has no single run.
    try (ViewProcess queueing = listener.startAs("view_queue", "--run_once")) {
      WebClient client = new WebClient(url(listener));
      assertTrue(listener.log().contains("--run-once is passed over"));
      assertEquals("http://127.0.0.1:" + (port + 1) + "/", url(listener));
      awaitStatus(client, "/live", 200);
      JsonNode queue = check(awaitStatus(client, "/ready", 503).json().path("checks"), QUEUE);
      assertEquals("DOWN", queue.path("status").asText());
      assertTrue(queue.path("remedy").asText().startsWith("see to the broker"), queue::toString);
      listener.awaitLog("no connection");
      assertTrue(queueing.isRunning());
      assertFalse(queueing.errors().lines().anyMatch(ViewProcess::isOfAStackTrace));
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

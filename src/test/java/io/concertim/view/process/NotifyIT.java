// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The program with view.notify: the receiver of docs/notify.md, and a real RabbitMQ. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class NotifyIT {
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Path RECEIVER = Path.of("docs", "examples", "notify", "receiver.py");
  private static final List<String> SERVERS =
      List.of("5e000000-0000-4000-8000-0000000000a1", "5e000000-0000-4000-8000-0000000000a2");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private EmbeddedLab lab;
  private Installation installation;
  private int changes;

  @BeforeEach
  void install() {
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private void notify(Map<String, Object> target, String virtualHost) {
    installation.configure(
        Installation.config(lab)
            .set("view.interval", "300ms")
            .set("rmq.rmq_path", virtualHost)
            .set("view.notify", Map.of("test", target)));
  }

  /** Gives one of two servers another status. */
  private void change() {
    String status = changes / SERVERS.size() % 2 == 0 ? "SHUTOFF" : "ACTIVE";
    lab.world().servers().set(SERVERS.get(changes % SERVERS.size()), "status", status);
    changes++;
  }

  private ViewProcess start() {
    long before = installation.generation();
    ViewProcess process = installation.start();
    installation.awaitGenerationAfter(before);
    return process;
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    if (Files.exists(file)) {
      try (Stream<String> text = Files.lines(file)) {
        for (String line : text.toList()) {
          lines.add(JSON.readTree(line));
        }
      }
    }
    return lines;
  }

  private List<JsonNode> history() throws IOException {
    return lines(installation.data("changes.jsonl"));
  }

  private static List<JsonNode> data(List<JsonNode> events) {
    return events.stream().map(event -> event.path("data")).toList();
  }

  private static void assertSameLines(List<JsonNode> expected, List<JsonNode> found) {
    for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
      assertEquals(expected.get(i), found.get(i), "line " + i);
    }
    assertEquals(expected.size(), found.size());
  }

  private Process receiver(int port, Path file) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(PYTHON.toString(), RECEIVER.toString(), "" + port, file.toString());
    builder.environment().put("SECRET", "of-both-sides");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("receiver.out").toFile())
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aReceiverThatIsKilledTenTimesMissesNothingAndGetsAllInOrder() throws Exception {
    assumeTrue(Files.isExecutable(PYTHON), "there is no " + PYTHON);
    int port = freePort();
    Path received = folder.resolve("received.jsonl");
    notify(Map.of("url", "http://127.0.0.1:" + port, "secret", "of-both-sides"), "/");
    ViewProcess process = start();
    for (int kill = 0; kill < 10; kill++) {
      Process receiver = receiver(port, received);
      int before = lines(received).size();
      await()
          .atMost(180, SECONDS)
          .until(
              () -> {
                change();
                return lines(received).size() >= before + 2;
              });
      receiver.destroyForcibly().waitFor();
      change();
      if (kill == 4) {
        process.close(); // by SIGKILL
        process = start();
      }
    }
    Process receiver = receiver(port, received);
    try {
      await()
          .atMost(180, SECONDS)
          .untilAsserted(() -> assertSameLines(history(), data(lines(received))));
      assertTrue(history().size() >= 20, () -> "only " + changes);
      assertFalse(process.errors().contains("ERROR"), process::errors);
      assertFalse(installation.log().contains("of-both-sides"));
    } finally {
      receiver.destroyForcibly().waitFor();
      process.close();
    }
  }

  @Test
  void anExchangeGetsWhatAQueueIsBoundForAndTheRestOnceOneIs() throws Exception {
    RabbitVirtualHost rabbit = RabbitVirtualHost.make();
    try (Publisher broker = rabbit.publisher()) {
      Channel channel = broker.channel();
      notify(
          Map.of("exchange", "changes", "statuses", "stopped, active", "secret", "shared"),
          rabbit.name());
      try (ViewProcess process = start()) {
        change();
        installation.awaitLog("no exchange 'changes'");
        channel.exchangeDeclare("changes", "topic", true);
        installation.awaitLog("no queue is bound to the exchange changes for device.changed");
        channel.queueDeclare("mine", true, false, false, null);
        channel.queueBind("mine", "changes", "device.*");
        await()
            .atMost(180, SECONDS)
            .until(
                () -> {
                  change();
                  return channel.messageCount("mine") >= 2;
                });
        assertTrue(process.isRunning());
      }
      Map<String, JsonNode> sent = new LinkedHashMap<>(); // one may come again, at least once
      for (GetResponse message = channel.basicGet("mine", true);
          message != null;
          message = channel.basicGet("mine", true)) {
        assertIsTheEvent(message);
        sent.putIfAbsent(message.getProps().getMessageId(), JSON.readTree(message.getBody()));
      }
      List<JsonNode> statuses =
          history().stream()
              .filter(change -> change.path("field").asText().equals("status"))
              .toList();
      assertSameLines(statuses.subList(0, sent.size()), data(List.copyOf(sent.values())));
    }
  }

  private static void assertIsTheEvent(GetResponse message) throws IOException {
    JsonNode event = JSON.readTree(message.getBody());
    AMQP.BasicProperties properties = message.getProps();
    assertEquals("status", event.at("/data/field").asText());
    assertEquals("device.changed", message.getEnvelope().getRoutingKey());
    assertEquals("application/cloudevents+json; charset=utf-8", properties.getContentType());
    assertEquals(2, properties.getDeliveryMode());
    assertEquals(event.path("id").asText(), properties.getMessageId());
    assertTrue(
        ("" + properties.getHeaders().get("X-Concertim-View-Signature"))
            .matches("sha256=[0-9a-f]{64}"));
  }
}

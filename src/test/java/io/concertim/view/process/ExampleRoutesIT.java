// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.sun.net.httpserver.HttpServer;
import io.concertim.view.lab.EmbeddedBroker;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The routes of docs/routes.md. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class ExampleRoutesIT {
  private static final Path EXAMPLES = Path.of("docs", "examples", "routes");
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final String OTHER = "5e000000-0000-4000-8000-0000000000a2";
  private static final String NET = "de000000-0000-4000-8000-0000000000a1";

  @TempDir private Path folder;
  private final Queue<String> posted = new ConcurrentLinkedQueue<>();
  private EmbeddedLab lab;
  private EmbeddedBroker broker;
  private Publisher publisher;
  private HttpServer webhook;
  private Installation installation;
  private Path routes;

  @BeforeEach
  void install() throws Exception {
    lab = EmbeddedLab.start();
    broker = EmbeddedBroker.start();
    publisher = broker.publisher();
    webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    webhook.createContext(
        "/hook",
        exchange -> {
          posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    webhook.start();
    installation = Installation.of(folder, lab);
    installation.configure(broker.configure(Installation.config(lab)).set("view.interval", "1h"));
    routes = Files.createDirectory(folder.resolve("routes"));
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      for (Path file : files.toList()) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
  }

  @AfterEach
  void stop() throws IOException {
    webhook.stop(0);
    lab.close();
    publisher.close();
    broker.close();
  }

  @Test
  void syncByAClockOfTheirOwnTellAWebServiceWhatHasFailedAndLetNeutronTalk() throws Exception {
    Path hours = routes.resolve("working-hours.camel.yaml");
    String everyMinute = Files.readString(hours);
    assertTrue(everyMinute.contains("\"0 * 7-18 ? * MON-FRI\""));
    Files.writeString(hours, everyMinute.replace("0 * 7-18 ? * MON-FRI", "* * * * * ?"));
    List<String> arguments = new ArrayList<>(installation.arguments("--routes=" + routes));
    arguments.set(0, "--process=view");
    String url = "http://127.0.0.1:" + webhook.getAddress().getPort() + "/hook";
    try (ViewProcess process = ViewProcess.start(List.of("env", "WEBHOOK_URL=" + url), arguments)) {
      installation.awaitGenerationAfter(3);
      installation.flag("resync.hold"); // from here on messages alone tell of changes
      installation.awaitLog("RabbitMQ: listening");

      publisher.send(LabNotification.network("update.end", NET));
      lab.world().servers().set(WEB, "status", "ERROR");
      lab.world().servers().set(WEB, "OS-EXT-STS:vm_state", "error");
      publisher.send(LabNotification.server("update", WEB, "error"));

      await().atMost(180, SECONDS).until(() -> !posted.isEmpty());
      JsonNode change = new ObjectMapper().readTree(posted.peek());
      assertEquals(WEB, change.path("id").asText(), change::toString);
      assertEquals("status", change.path("field").asText());
      assertEquals("ACTIVE", change.path("before").asText());
      assertEquals("FAILED", change.path("after").asText());

      lab.world().servers().set(OTHER, "status", "SHUTOFF");
      lab.world().servers().set(OTHER, "OS-EXT-STS:vm_state", "stopped");
      publisher.send(LabNotification.server("update", OTHER, "stopped"));
      await().atMost(180, SECONDS).until(() -> installation.status(OTHER).equals("STOPPED"));
      lab.world().servers().set(OTHER, "status", "ERROR");
      lab.world().servers().set(OTHER, "OS-EXT-STS:vm_state", "error");
      publisher.send(LabNotification.server("update", OTHER, "error"));
      await().atMost(180, SECONDS).until(() -> posted.stream().anyMatch(p -> p.contains(OTHER)));
      assertEquals(2, posted.size(), "only what has failed is told, and once");
      assertEquals(0, lab.calls().matching("/networks/" + NET).size());
      assertTrue(process.isRunning());
    }
  }

  @Test
  void areTheBuiltInOnesButForTheStepThatSaysSo() throws IOException {
    JsonNode example =
        new YAMLMapper().readTree(EXAMPLES.resolve("notifications.camel.yaml").toFile());
    removeAdded(example);
    try (InputStream in = getClass().getResourceAsStream("/routes/notifications.camel.yaml")) {
      assertEquals(new YAMLMapper().readTree(in), example);
    }
  }

  private static void removeAdded(JsonNode node) {
    for (Iterator<JsonNode> each = node.elements(); each.hasNext(); ) {
      JsonNode child = each.next();
      if (child.path("filter").path("description").asText().startsWith("Added: ")) {
        each.remove();
      } else {
        removeAdded(child);
      }
    }
  }
}

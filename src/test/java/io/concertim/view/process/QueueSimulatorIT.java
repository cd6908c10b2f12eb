// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * view_queue on a simulated cloud with 10,000 servers, or so many as queue.servers says, and the
 * real RabbitMQ; what it prints is in target/queue.md.
 */
@Tag("labs")
class QueueSimulatorIT {
  private static final int SERVERS = Integer.getInteger("queue.servers", 10_000);

  private static final DateTimeFormatter LOGGED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS");
  private static final String RMQ =
      """
      message_queue: rmq
      rmq: {rmq_username: guest, rmq_password: guest, rmq_address: 127.0.0.1, rmq_port: 5672, rmq_path: %s}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void needsPython() {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/python3")),
        "skipped: the simulator needs /usr/bin/python3");
  }

  private static Installation synced(Path folder, Simulator cloud, RabbitVirtualHost rabbit)
      throws IOException {
    Installation program = Installation.of(folder, cloud.config(RMQ.formatted(rabbit.name())));
    assertEquals(0, program.runOnce().exitCode());
    cloud.requestsAndReset();
    return program;
  }

  private static void awaitListening(Installation program) {
    program.awaitLog("RabbitMQ: listening");
  }

  private static void awaitIdle(Installation program, Publisher publisher) {
    await()
        .atMost(180, SECONDS)
        .until(
            () ->
                publisher.channel().messageCount("concertim_view") == 0
                    && program.log().contains("generation")
                    && Files.exists(program.data("view_queue.health")));
    QueueHealthFile.awaitNoOpenMarks(program);
  }

  @Test
  void aChangeIsSeenSoonAndABurstCostsFewCalls() throws Exception {
    RabbitVirtualHost rabbit = RabbitVirtualHost.make();
    try (Simulator cloud = Simulator.start(folder, SERVERS / 200, 10, 20);
        Publisher publisher = rabbit.publisher().declareExchanges()) {
      Installation program = synced(folder.resolve("program"), cloud, rabbit);
      try (ViewProcess process = program.startAsShipped("view_queue")) {
        awaitListening(program);
        cloud.change(publisher, 40, "paused"); // the Java machine is warm then
        awaitIdle(program, publisher);
        cloud.requestsAndReset();
        Instant began = Instant.now();
        Duration cpu = process.cpu();
        Map<String, Instant> sent = cloud.change(publisher, 150, "suspended");
        awaitIdle(program, publisher);
        double share =
            100.0
                * process.cpu().minus(cpu).toMillis()
                / Duration.between(began, Instant.now()).toMillis();
        List<Long> delays = delays(program.log(), sent);
        JsonNode single = cloud.requestsAndReset();

        Instant burst = Instant.now();
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
          String id = sent.keySet().toArray(String[]::new)[random.nextInt(sent.size())];
          publisher.send(
              LabNotification.server("update", i % 4 == 0 ? id : "none-" + i % 50, "active"));
        }
        String last = cloud.setState(7, "paused");
        publisher.send(LabNotification.server("pause.end", last, "paused"));
        await().atMost(180, SECONDS).until(() -> program.log().contains(last));
        Duration worked = Duration.between(burst, Instant.now());
        awaitIdle(program, publisher);
        JsonNode requests = cloud.requestsAndReset();
        String report =
            "%d servers, 20 ms: 5 events per second: p50 %d ms, p99 %d ms, longest %d ms, %.0f %% of a core, %d requests for %d events%nburst of 10,000: the last in the view after %.1f s, %d requests%n"
                .formatted(
                    SERVERS,
                    delays.get(delays.size() / 2),
                    delays.get(delays.size() * 99 / 100),
                    delays.get(delays.size() - 1),
                    share,
                    single.path("requests").asInt(),
                    sent.size(),
                    worked.toMillis() / 1000.0,
                    requests.path("requests").asInt());
        Files.writeString(Path.of("target", "queue.md"), report);
        assertTrue(
            requests.path("requests").asInt() <= Math.max(1000, SERVERS / 40), requests::toString);
        assertTrue(single.path("requests").asInt() <= 2 * sent.size() + 20, single::toString);
        assertTrue(process.isRunning());
      }
    }
  }

  /** From publishing to the line that is logged once both files are in place. */
  private static List<Long> delays(String log, Map<String, Instant> sent) {
    Map<String, Long> delays = new TreeMap<>();
    for (String line : log.lines().toList()) {
      if (line.contains("generation")) {
        sent.forEach(
            (id, at) -> {
              Instant stored =
                  LocalDateTime.parse(line.substring(1, 24), LOGGED)
                      .atZone(ZoneId.systemDefault())
                      .toInstant();
              if (line.contains(id) && !stored.isBefore(at)) {
                delays.putIfAbsent(id, Math.max(0, Duration.between(at, stored).toMillis()));
              }
            });
      }
    }
    // A few were suspended already, which changes nothing.
    assertTrue(delays.size() > sent.size() * 8 / 10, () -> delays.size() + " of " + sent.size());
    return delays.values().stream().sorted().toList();
  }

  @Test
  void killsEveryFewSecondsLoseNothingAndNeedNoFullSync() throws Exception {
    RabbitVirtualHost rabbit = RabbitVirtualHost.make();
    try (Simulator cloud = Simulator.start(folder, 10, 2, 10);
        Publisher publisher = rabbit.publisher().declareExchanges()) {
      Installation program = synced(folder.resolve("program"), cloud, rabbit);
      ViewProcess process = program.startAs("view_queue");
      awaitListening(program);
      Random random = new Random(11);
      List<String> states = List.of("active", "stopped", "suspended", "paused");
      for (int i = 1; i <= 1000; i++) {
        String state = states.get(random.nextInt(states.size()));
        String id = cloud.setState(random.nextInt(200), state);
        publisher.send(LabNotification.server("update", id, state));
        TimeUnit.MILLISECONDS.sleep(15);
        if (i % 200 == 0) {
          process.close(); // SIGKILL
          process = program.startAs("view_queue");
        }
      }
      awaitIdle(program, publisher);
      process.close();

      Installation fresh = Installation.of(folder.resolve("fresh"), cloud.config("# anew\n"));
      assertEquals(0, fresh.runOnce().exitCode());
      assertEquals(statuses(fresh.view()), statuses(program.view()));
    }
  }

  private static Map<String, String> statuses(JsonNode view) {
    Map<String, String> statuses = new TreeMap<>();
    for (JsonNode device : view.path("devices")) {
      statuses.put(device.at("/id/cloud").asText(), device.path("status").asText());
    }
    return statuses;
  }
}

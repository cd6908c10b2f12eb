// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three hosts with 10,000 servers, or so many as cluster.servers says; what it prints is in
 * target/cluster.md.
 */
@Tag("labs")
@Timeout(900)
class ClusterSimulatorIT {
  private static final int SERVERS = Integer.getInteger("cluster.servers", 10_000);
  private static final int CHANGES = 100;

  private static final String CONFIG =
      """
      message_queue: rmq
      rmq: {rmq_username: guest, rmq_password: guest, rmq_address: 127.0.0.1, rmq_port: 5672, rmq_path: %s}
      view:
        management: "off"
        interval: 1h
        load: {concertim: 1, openstack: 1, killbill: 1}
        store: postgresql
        postgresql: {url: "%s", username: postgres, password: postgres}
        cluster: {host: %s}
      """;

  @TempDir private Path folder;

  @Test
  void eachHostShowsAChangeSoonAndOneAsksTheSystems() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "the simulator needs it");
    RabbitVirtualHost rabbit = RabbitVirtualHost.make();
    List<Installation> hosts = new ArrayList<>();
    List<ViewProcess> processes = new ArrayList<>();
    try (Simulator cloud = Simulator.start(folder, SERVERS / 200, 10, 20);
        PostgresServer database = PostgresServer.in(folder.resolve("database"));
        Publisher publisher = rabbit.publisher().declareExchanges()) {
      for (String name : List.of("one", "two", "three")) {
        Path config =
            cloud.config(CONFIG.formatted(rabbit.name(), database.config().get("url"), name));
        Installation host = Installation.of(folder.resolve(name), config);
        hosts.add(host);
        processes.add(host.startAsShipped("view"));
      }
      awaitEqual(hosts);
      hosts.forEach(host -> host.awaitLog("RabbitMQ: listening"));
      await().atMost(180, SECONDS).until(() -> hosts.stream().noneMatch(host -> isAsked(host)));
      cloud.change(publisher, CHANGES, "paused"); // the Java machines are warm then
      awaitEqual(hosts);
      cloud.requestsAndReset();

      Map<String, Instant> sent = cloud.change(publisher, CHANGES, "stopped");

      await().atMost(180, SECONDS).until(() -> missing(hosts, sent) == 0);
      awaitEqual(hosts);
      int requests = cloud.requestsAndReset().path("requests").asInt();
      StringBuilder report = new StringBuilder();
      for (Installation host : hosts) {
        List<Long> delays =
            told(host).entrySet().stream()
                .filter(entry -> sent.containsKey(entry.getKey()))
                .map(e -> Duration.between(sent.get(e.getKey()), e.getValue()).toMillis())
                .sorted()
                .toList();
        report.append(
            "%d changes in the history: p50 %d ms, p99 %d ms%n"
                .formatted(
                    delays.size(),
                    delays.get(delays.size() / 2),
                    delays.get(delays.size() * 99 / 100)));
      }
      report.append("requests of all hosts for them: %d%n".formatted(requests));
      report.append(
          "database: %s entries of %s bytes, snapshot of %s bytes%n"
              .formatted(
                  database.query("select count(*) from concertim_view.entry"),
                  database.query("select sum(length(lines)) from concertim_view.entry"),
                  database.query("select sum(length(lines)) from concertim_view.snapshot")));
      Files.writeString(Path.of("target", "cluster.md"), report);
      System.out.print(report);
    } finally {
      processes.forEach(ViewProcess::close);
    }
  }

  private static boolean isAsked(Installation host) {
    return Files.exists(host.data("resync.flag")) || Files.exists(host.data("resync.taken"));
  }

  private static void awaitEqual(List<Installation> hosts) {
    await()
        .atMost(300, SECONDS)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              for (Installation host : hosts) {
                assertEquals(SERVERS / 20, host.view().path("racks").size());
                assertEquals(hosts.get(0).view().path("devices"), host.view().path("devices"));
              }
            });
  }

  private static long missing(List<Installation> hosts, Map<String, Instant> sent)
      throws IOException {
    long missing = 0;
    for (Installation host : hosts) {
      Map<String, Instant> told = told(host);
      missing += sent.entrySet().stream().filter(e -> !isAfter(told, e)).count();
    }
    return missing > 3L * CHANGES / 10 ? missing : 0; // a few were suspended already
  }

  private static boolean isAfter(Map<String, Instant> told, Map.Entry<String, Instant> sent) {
    Instant at = told.get(sent.getKey());
    return at != null && at.isAfter(sent.getValue());
  }

  /** When the last change of each device came into the history of a host. */
  private static Map<String, Instant> told(Installation host) throws IOException {
    Map<String, Instant> told = new LinkedHashMap<>();
    for (String line : Files.readAllLines(host.data("changes.jsonl"))) {
      JsonNode change = new ObjectMapper().readTree(line);
      told.put(change.path("id").asText(), Instant.parse(change.path("at").asText()));
    }
    return told;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.lab.JudgingPortal.Judged;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.Publisher;
import io.concertim.view.mapping.FeUpdates;
import io.concertim.view.model.view.View;
import io.concertim.view.python.ViewPickleReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a portal of 10,000 devices, each of which costs it 2.5 ms, has to bear from us while the
 * cloud changes 100 times a minute, fe_updates makes each change in the portal but for five offers
 * that it never takes, and people sign in. Runs for {@code -Dportal.minutes}, and is skipped
 * without it; writes what it measured into target/portal.txt.
 */
@Tag("labs")
class PortalLoadIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NEVER_TAKEN = 5;
  private static final Duration BETWEEN_CHANGES = Duration.ofMillis(600);
  private static final Duration BETWEEN_PASSES = Duration.ofSeconds(10);
  private static final String RMQ =
      """
      message_queue: rmq
      rmq: {rmq_username: guest, rmq_password: guest, rmq_address: 127.0.0.1, rmq_port: 5672, rmq_path: %s}
      """;

  @TempDir private Path folder;
  private final Set<String> refused = new ConcurrentSkipListSet<>();
  private final Map<String, Instant> made = new ConcurrentHashMap<>();
  private final List<Long> signIns = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private volatile String token;
  private int changes;
  private int added;

  @Test
  void aSlowPortalStaysFreeForItsUsersAndItsIdsAreSeenSoon() throws Exception {
    Integer minutes = Integer.getInteger("portal.minutes");
    assumeTrue(minutes != null, "skipped: runs for -Dportal.minutes=N");
    RabbitVirtualHost rabbit = RabbitVirtualHost.make();
    try (Simulator cloud =
            Simulator.start(
                folder, 39, 10, 20, "--concertim-populated=1", "--concertim-ms-per-device=2.5");
        Publisher publisher = rabbit.publisher().declareExchanges()) {
      Installation program =
          Installation.of(folder.resolve("program"), cloud.config(RMQ.formatted(rabbit.name())));
      assertEquals(0, program.runOnce().exitCode());
      try (ViewProcess process = program.startAsShipped("view")) {
        await().atMost(600, SECONDS).until(() -> program.log().contains("RabbitMQ: listening"));
        cloud.requestsAndReset();
        Instant began = Instant.now();
        run(cloud, publisher, program, Duration.ofMinutes(minutes));
        Duration lasted = Duration.between(began, Instant.now());
        assertTrue(process.isRunning());
        report(program, cloud.requestsAndReset(), began, lasted);
      }
    }
  }

  private void run(Simulator cloud, Publisher publisher, Installation program, Duration time)
      throws InterruptedException {
    ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
    try {
      List<ScheduledFuture<?>> all =
          List.of(
              threads.scheduleAtFixedRate(
                  () -> noted(() -> change(cloud, publisher)),
                  0,
                  BETWEEN_CHANGES.toMillis(),
                  MILLISECONDS),
              threads.scheduleWithFixedDelay(
                  () -> noted(() -> pass(cloud, program)),
                  5000,
                  BETWEEN_PASSES.toMillis(),
                  MILLISECONDS),
              threads.scheduleAtFixedRate(() -> noted(() -> signIn(cloud)), 0, 2, SECONDS));
      SECONDS.sleep(time.toSeconds());
      all.forEach(one -> one.cancel(false));
    } finally {
      threads.shutdown();
      assertTrue(threads.awaitTermination(1, TimeUnit.MINUTES));
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private void noted(Step step) {
    try {
      step.run();
    } catch (Exception e) {
      failures.add(e.toString());
    }
  }

  /** Nine of ten are changes of a server's state, the tenth is a new server. */
  private void change(Simulator cloud, Publisher publisher) throws IOException {
    changes++;
    if (changes % 10 == 0) {
      JsonNode server = cloud.addServer(added * 7 % 390);
      if (added++ < NEVER_TAKEN) {
        refused.add(server.path("id").asText());
      }
      publisher.send(LabNotification.server("create.end", server.path("id").asText(), "active"));
      publisher.send(
          LabNotification.stack("update.end", server.path("stack").asText(), "UPDATE_COMPLETE"));
    } else {
      String state = changes / 10 % 2 == 0 ? "suspended" : "stopped";
      String id = cloud.setState(changes * 61 % 7000, state);
      publisher.send(LabNotification.server("update", id, state));
    }
  }

  private void signIn(Simulator cloud) throws IOException, InterruptedException {
    long began = System.nanoTime();
    token = cloud.signIn();
    signIns.add(Duration.ofNanos(System.nanoTime() - began).toMillis());
  }

  /** A pass of fe_updates, which ends by writing the view that it began with. */
  private void pass(Simulator cloud, Installation program) throws IOException {
    Path pickle = program.data("view.pickle");
    byte[] loaded = Files.readAllBytes(pickle);
    FeUpdates updates = new FeUpdates((method, path, body) -> send(cloud, method, path, body));
    updates.apply(withoutRefused(ViewPickleReader.read(pickle)));
    failures.addAll(updates.refused());
    Files.write(pickle, loaded);
  }

  private View withoutRefused(View view) {
    return new View(
        view.generation(),
        view.writtenAt(),
        view.sources(),
        view.teams(),
        view.users(),
        view.templates(),
        view.racks(),
        view.devices().stream()
            .filter(device -> device.id().cloud() == null || !refused.contains(device.id().cloud()))
            .toList(),
        view.problems(),
        view.held());
  }

  private Judged send(Simulator cloud, String method, String path, Object body) {
    try {
      HttpResponse<String> answer = cloud.portal(method, path, token, body);
      JsonNode shown = JSON.readTree(answer.body());
      if (method.equals("POST") && answer.statusCode() == 200) {
        made.put(shown.path("id").asText(), Instant.now());
      }
      return new Judged(answer.statusCode(), shown);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void report(Installation program, JsonNode stats, Instant began, Duration lasted)
      throws IOException {
    List<Long> delays = new ArrayList<>();
    Map<String, Long> seen = new TreeMap<>();
    for (String line : Files.readAllLines(program.data("changes.jsonl"))) {
      JsonNode change = JSON.readTree(line);
      Instant at = Instant.parse(change.path("at").asText());
      if (at.isAfter(began) && change.path("delay_millis").isNumber()) {
        delays.add(change.path("delay_millis").asLong());
      }
      String id = change.path("after").asText().split("/", 2)[0];
      if (made.containsKey(id)) {
        seen.putIfAbsent(id, Duration.between(made.get(id), at).toMillis());
      }
    }
    JsonNode busy = stats.path("concertim_busy_s");
    double share = busy.path("reads").asDouble() / lasted.toMillis() * 1000;
    String report =
        """
        %d s, %d changes, %d new ids, %d never taken, %s
        portal: busy %s s; our reads %.1f %% of the time of one worker, %.1f %% of all five
        sign-in: %s
        changes in the view: %s
        new ids in the view: %s, not seen %s; slowest: %s
        requests: %s
        failures: %s
        """
            .formatted(
                lasted.toSeconds(),
                changes,
                made.size(),
                refused.size(),
                Instant.now(),
                busy,
                100 * share,
                20 * share,
                times(signIns),
                times(delays),
                times(new ArrayList<>(seen.values())),
                made.keySet().stream().filter(id -> !seen.containsKey(id)).count(),
                slowest(seen, began),
                stats.path("by_pattern"),
                failures.stream().distinct().limit(5).toList());
    Files.writeString(Path.of("target", "portal.txt"), report);
    assertTrue(share <= 0.15, report);
    assertTrue(signIns.stream().allMatch(millis -> millis < 1000), report);
  }

  /** The ids that were seen last, each with when it was made, in seconds of the run. */
  private String slowest(Map<String, Long> seen, Instant began) {
    return seen.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(5)
        .map(
            id ->
                "%d ms at %d s"
                    .formatted(
                        id.getValue(), Duration.between(began, made.get(id.getKey())).toSeconds()))
        .toList()
        .toString();
  }

  private static String times(List<Long> millis) {
    List<Long> sorted = millis.stream().sorted().toList();
    return sorted.isEmpty()
        ? "none"
        : "%d, p50 %d ms, p99 %d ms, longest %d ms"
            .formatted(
                sorted.size(),
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 99 / 100),
                sorted.get(sorted.size() - 1));
  }
}

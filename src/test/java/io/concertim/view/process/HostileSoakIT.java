// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both services at a small heap for {@code -Dhostile.seconds}, a minute unless it is given, under
 * hostile answers, hostile messages and stalled connections at once. Neither ends, no secret
 * leaves, no line is forged, and at the end the view is what a sync shows that knows nothing of all
 * this.
 */
@Tag("labs")
class HostileSoakIT {
  private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("hostile.seconds", 60));
  private static final String SECRET = "hidden-4711-in-the-process";
  private static final String TEMPLATE = "{{sys:hostile.secret}}";
  private static final String SERVER = "5e000000-0000-4000-8000-0000000000a1";
  private static final List<String> STATUSES = List.of("ACTIVE", "SHUTOFF", "SUSPENDED", "PAUSED");
  private static final Pattern ADDRESS = Pattern.compile("metrics are at (http://[^ ]+/)");
  private static final long LOG_AN_HOUR = 1 << 20;

  @TempDir private Path folder;
  private final Random random = new Random(Long.getLong("hostile.seed", 20_261_127));
  private final Deque<Socket> stalled = new ArrayDeque<>();
  private EmbeddedLab lab;
  private RabbitVirtualHost rabbit;
  private Publisher publisher;
  private Installation installation;
  private final List<ViewProcess> services = new ArrayList<>();
  private int attacks;

  @BeforeEach
  void start() throws IOException {
    rabbit = RabbitVirtualHost.make();
    publisher = rabbit.publisher().declareExchanges();
    lab = EmbeddedLab.start();
    installation = Installation.of(Files.createDirectory(folder.resolve("attacked")), lab);
    installation.sync();
    installation.configure(
        Installation.config(lab)
            .set("rmq.rmq_path", rabbit.name())
            .set("view.interval", "2s")
            .set("view.killbill_interval", "1s")
            .set("view.retries", 1)
            .set("view.response_timeout", "2s")
            .set("view.source_deadline", "10s")
            .set("view.management", "127.0.0.1:0"));
    for (String process : List.of("view_sync", "view_queue")) {
      List<String> arguments = installation.arguments();
      arguments.set(0, "--process=" + process);
      services.add(
          ViewProcess.startWith(
              List.of("-Xmx358m", "-XX:+ExitOnOutOfMemoryError", "-Dhostile.secret=" + SECRET),
              arguments));
    }
    installation.awaitLog("RabbitMQ: listening");
    await().atMost(180, SECONDS).until(() -> addresses().size() >= 2);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket connection : stalled) {
      connection.close();
    }
    services.forEach(ViewProcess::close);
    lab.close();
    publisher.close();
  }

  @Test
  void endsInAViewThatEqualsTheCloud() throws Exception {
    HostileAnswers answers = new HostileAnswers(lab, random, TEMPLATE);
    HostileMessages messages = new HostileMessages(publisher, random, TEMPLATE);
    Instant end = Instant.now().plus(LENGTH);
    while (Instant.now().isBefore(end)) {
      answers.next();
      messages.next();
      stall();
      lab.world().servers().set(SERVER, "status", STATUSES.get(random.nextInt(STATUSES.size())));
      attacks++;
      MILLISECONDS.sleep(200 + random.nextInt(400));
      assertNothingHasLeft();
      services.forEach(service -> assertTrue(service.isRunning(), service::errors));
    }
    calm();

    Installation fresh = Installation.of(Files.createDirectory(folder.resolve("fresh")), lab);
    fresh.sync();
    await()
        .atMost(180, SECONDS)
        .untilAsserted(
            () ->
                assertEquals(
                    List.of(),
                    PlacelessView.differences(
                        PlacelessView.of(fresh.view()), PlacelessView.of(installation.view()))));
    services.forEach(service -> assertTrue(service.isRunning(), service::errors));
    assertTheLogIsShortAndPlain();
  }

  /** Connections that send half a head; the oldest ones are given up. */
  private void stall() throws IOException {
    for (URI address : addresses()) {
      Socket connection = new Socket(address.getHost(), address.getPort());
      connection.getOutputStream().write("GET /live HT".getBytes(StandardCharsets.US_ASCII));
      stalled.add(connection);
      if (stalled.size() > 100) {
        stalled.remove().close();
      }
    }
  }

  private List<URI> addresses() {
    Matcher found = ADDRESS.matcher(installation.log());
    return found.results().map(address -> URI.create(address.group(1))).toList();
  }

  private void assertNothingHasLeft() {
    assertEquals(List.of(), lab.calls().matching(SECRET));
    assertFalse(installation.view().toString().contains(SECRET));
    lab.calls().clear();
  }

  /** Ends all attacks, and waits until both services have done their work. */
  private void calm() throws IOException {
    lab.faults().clear();
    Instant now = Instant.now();
    installation.flag("resync.flag");
    await().atMost(300, SECONDS).until(() -> installation.isReadAfter(now));
    SoakIT.awaitTheQueue(lab, publisher, SERVER);
  }

  /** Two services share the directory, and the first hour is not over at once. */
  private void assertTheLogIsShortAndPlain() {
    String log = installation.log();
    long hours = 1 + LENGTH.toHours();
    assertTrue(log.length() < 2 * hours * LOG_AN_HOUR, () -> log.length() + " characters of log");
    assertFalse(log.contains(SECRET));
    for (String line : log.lines().toList()) {
      assertTrue(line.matches("\\[20\\d\\d-.*"), line);
      assertFalse(line.matches(".*[\\p{Cntrl}\u202e].*"), line);
    }
    System.out.printf(
        "%d s, %d rounds of attacks, %d characters of log%n",
        LENGTH.toSeconds(), attacks, log.length());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.concertim.view.lab.SetClock;
import io.concertim.view.log.LogCapture;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import io.concertim.view.source.http.CallCounts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

@Isolated("it reads what the loggers of this Java machine are told")
class SyncReportTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final SourceStatus GOOD = SourceStatus.completeAt(NOON);
  private static final SourceStatus BAD = SourceStatus.failedAt(NOON, "killbill: down", GOOD);

  private final Logger logger = (Logger) LoggerFactory.getLogger("io.concertim.view");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final SetClock clock = new SetClock(NOON);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CallCounts calls = new CallCounts();
  private final SyncReport report = new SyncReport(clock, calls, meters);
  private long generation;
  private long sent;

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    LogCapture.forgetLevels();
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  private void sync(
      SourceStatus billing, List<Problem> problems, List<HeldDeletion> held, int changes) {
    Instant started = clock.instant();
    Map<String, Long> before = calls.total();
    if (sent > 0) {
      calls.of("compute").add(sent);
    }
    clock.pass(Duration.ofSeconds(15));
    View view =
        new View(
            ++generation,
            clock.instant(),
            Map.of(Source.CONCERTIM, GOOD, Source.OPENSTACK, GOOD, Source.KILLBILL, billing),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            problems,
            held);
    report.report(
        view, started, before, Collections.nCopies(changes, null), Map.of(Kind.SERVER, changes));
  }

  private List<String> told() {
    List<String> told =
        lines.list.stream()
            .map(line -> line.getLevel() + " " + line.getFormattedMessage())
            .toList();
    lines.list.clear();
    return told;
  }

  @Test
  void whatHasNotHappenedYetIsCountedAsZero() {
    for (String outcome : List.of("stored", "failed")) {
      assertEquals(
          0, meters.get("view.sync.duration").tag("outcome", outcome).timer().count(), outcome);
    }
    for (Kind kind : Kind.NOTIFIED) {
      assertEquals(
          0, meters.get("view.drift.repaired").tag("kind", kind.label()).counter().count());
    }
  }

  @Test
  void aDayOfSyncsThatChangeNothingIsALineOrTwoAnHour() {
    for (int i = 0; i < 86_400 / 15; i++) {
      sync(GOOD, List.of(), List.of(), 0);
    }
    List<String> told = told();
    assertTrue(told.size() <= 2 * 24, () -> told.size() + " lines");
    assertTrue(
        told.get(1)
            .equals(
                "INFO 239 syncs since 2026-11-22T12:00:15Z changed nothing; the longest took 15.0"
                    + " s"),
        told.get(1));
  }

  @Test
  void aSyncThatChangesSomethingHasItsLine() {
    sync(GOOD, List.of(), List.of(), 0);
    told();
    sync(GOOD, List.of(), List.of(), 2);
    assertEquals(
        List.of(
            "INFO generation 2 stored after 15.0 s: 0 racks (0 pending, 0 gone), 0 devices, "
                + "0 objects left out; 2 changes, 2 objects repaired; requests {}"),
        told());
    assertEquals(2, meters.counter("view.drift.repaired", "kind", "server").count());
  }

  @Test
  void whatIsWrongIsToldWhenItBeginsAndWhenItEnds() {
    List<Problem> problems =
        List.of(
            new Problem(
                Problem.Effect.LEFT_OUT, Problem.Cause.NO_FLAVOR, "server", "s1", "no flavor"));
    List<HeldDeletion> held =
        List.of(new HeldDeletion("server", List.of("s2"), "suddenly empty", null));
    sync(GOOD, List.of(), List.of(), 0);
    told();
    sync(BAD, problems, held, 0);
    assertEquals(
        List.of(
            "WARN killbill: down; what was read at 2026-11-22T12:00:00Z is kept",
            "WARN server s1 is left out: no flavor",
            "WARN 1 deletions of kind server are held: suddenly empty. If they are right, make"
                + " release-deletions.flag in the data directory. [s2]"),
        told());
    sync(BAD, problems, held, 0);
    assertEquals(List.of(), told());
    sync(GOOD, List.of(), List.of(), 0);
    assertEquals(
        List.of("INFO killbill is read completely again", "INFO no deletions are held any more"),
        told());
  }

  @Test
  void aSyncThatAnotherHostRunsByNowIsNoError() throws IOException {
    fail(new DeposedException("two"));
    assertEquals(
        List.of(
            "INFO the sync is given up: the host two has taken the turn to sync since this sync"
                + " began, so it is not stored; nothing is lost, that host syncs"),
        told());

    fail(new IOException("no space left on device"));
    assertEquals(
        List.of(
            "ERROR the sync failed, the view is not stored: java.io.IOException: no space left on"
                + " device; the next one tries again"),
        told());
    assertEquals(2, meters.get("view.sync.duration").tag("outcome", "failed").timer().count());
  }

  private void fail(IOException cause) throws IOException {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      report.failed(new DefaultExchange(camel), clock.instant(), calls.total(), cause);
    }
  }

  @Test
  void theRequestsOfTheLastSyncAreAGauge() {
    calls.of("compute").add(100);
    sent = 7;
    sync(GOOD, List.of(), List.of(), 0);
    sent = 5;
    sync(GOOD, List.of(), List.of(), 0);

    assertEquals(5, meters.get("view.sync.requests").tag("service", "compute").gauge().value());
  }
}

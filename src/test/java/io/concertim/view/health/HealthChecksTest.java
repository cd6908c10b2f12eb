// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import io.concertim.view.queue.broker.BrokerState;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.StoredView;
import io.concertim.view.store.ViewJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck.Result;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check is up when all is well, and else names the cause and the remedy. */
class HealthChecksTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir private Path folder;
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Map<Source, SourceStatus> sources = new EnumMap<>(Source.class);
  private BrokerState broker = new BrokerState(true, NOW, null, List.of(), 0);

  @BeforeEach
  void start() throws Exception {
    HealthChecks checks =
        new HealthChecks(
            context,
            new StoredView(DataDirectory.open(folder)),
            Duration.ofMinutes(15),
            Clock.fixed(NOW, ZoneOffset.UTC));
    checks.addQueue(() -> broker);
    checks.bind(context);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:one").routeId("one").log("one");
            from("direct:by-hand").routeId("by-hand").autoStartup(false).log("by hand");
          }
        });
    context.start();
    for (Source source : Source.values()) {
      sources.put(source, SourceStatus.completeAt(NOW.minusSeconds(30)));
    }
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private void store(HeldDeletion... held) throws IOException {
    View view =
        new View(
            7,
            NOW,
            sources,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(held));
    Files.write(folder.resolve("view.json"), ViewJson.bytes(view));
  }

  private void assertDown(String check, String cause, String remedy) {
    Result result =
        HealthCheckHelper.invoke(context, "full").stream()
            .filter(one -> one.getCheck().getId().equals(check))
            .findFirst()
            .orElseThrow();
    assertEquals(State.DOWN, result.getState());
    assertEquals(cause, result.getMessage().orElseThrow());
    assertEquals(remedy, result.getDetails().get("remedy"));
  }

  private boolean isReady() {
    return HealthCheckHelper.invokeReadiness(context, "full").stream()
        .allMatch(result -> result.getState() == State.UP);
  }

  private boolean isAlive() {
    return HealthCheckHelper.invokeLiveness(context, "full").stream()
        .allMatch(result -> result.getState() == State.UP);
  }

  @Test
  void isReadyWithAFreshViewAndAQueue() throws IOException {
    store();

    assertTrue(isAlive());
    assertTrue(isReady());
  }

  @Test
  void isAliveButNotReadyBeforeTheFirstView() {
    assertTrue(isAlive());
    assertFalse(isReady());
    assertDown(
        "view-stored",
        "no view has been stored yet",
        "wait for the first full sync of view_sync, or see its log");
  }

  @Test
  void isNotAliveWithoutARouteThatShouldRun() throws Exception {
    store();
    context.getRouteController().stopRoute("one");

    assertFalse(isAlive());
    assertTrue(isReady());
    assertDown(
        "routes-started", "these routes do not run: [one]", "see the log; restart the program");
  }

  @Test
  void isReadyWhileASourceThatFailsIsStillFresh() throws IOException {
    SourceStatus fresh = sources.get(Source.KILLBILL);
    sources.put(Source.KILLBILL, SourceStatus.failedAt(NOW, "connection refused", fresh));
    store();

    assertTrue(isReady());
  }

  @Test
  void namesTheSourceThatIsTooOld() throws IOException {
    SourceStatus old = SourceStatus.completeAt(NOW.minus(Duration.ofMinutes(16)));
    sources.put(Source.OPENSTACK, SourceStatus.failedAt(NOW, "Nova answered 500", old));
    store();

    assertFalse(isReady());
    assertDown(
        "source-openstack",
        "openstack was read 960 s ago, more than view.max_age (900 s): Nova answered 500",
        "repair what the cause names; the view keeps what was read last, and the next sync tries"
            + " again");
  }

  @Test
  void namesTheDeletionsThatAreHeld() throws IOException {
    store(new HeldDeletion("server", List.of("a", "b"), "the list is suddenly empty", null));

    assertFalse(isReady());
    assertDown(
        "deletions-passed",
        "deletions are held, 2 of kind server: the list is suddenly empty",
        "if they are right: resync --release-deletions; else repair what hides the objects");
  }

  @Test
  void namesWhatIsWrongWithTheQueue() throws IOException {
    store();
    broker = new BrokerState(false, NOW, "no connection: refused", List.of(), 0);

    assertFalse(isReady());
    assertDown(
        "queue-connected",
        "no notifications reach us since 2026-11-22T12:00:00Z: no connection: refused",
        "see to the broker and to rmq in the configuration; until then changes are seen by the"
            + " full sync only");
  }

  @Test
  void aViewThatCannotBeReadIsACause() throws IOException {
    Files.writeString(folder.resolve("view.json"), "{\"generation\": ");

    assertFalse(isReady());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.health;

import io.concertim.view.model.layer.Source;
import io.concertim.view.queue.broker.BrokerState;
import io.concertim.view.store.StoredView;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.health.HealthCheck;

/** The health checks of a process. Camel finds the checks that are bound in its registry. */
public final class HealthChecks {
  private final List<HealthCheck> checks = new ArrayList<>();

  /**
   * The checks that every process has.
   *
   * @param maxAge a source whose last complete read is older is not relied on any more
   */
  public HealthChecks(CamelContext context, StoredView stored, Duration maxAge, Clock clock) {
    checks.add(ExplainedCheck.ofLife("routes-started", () -> routes(context)));
    ViewChecks view = new ViewChecks(stored, maxAge, clock);
    checks.add(ExplainedCheck.ofReadiness("view-stored", view::stored));
    for (Source source : Source.values()) {
      checks.add(
          ExplainedCheck.ofReadiness("source-" + source.label(), () -> view.freshness(source)));
    }
    checks.add(ExplainedCheck.ofReadiness("deletions-passed", view::deletions));
  }

  /** Adds the checks of a process that listens to the cloud. */
  public void addQueue(Supplier<BrokerState> broker) {
    checks.add(ExplainedCheck.ofReadiness("queue-connected", () -> queue(broker.get())));
  }

  /** Adds what is known of those who are notified of changes. The view does not depend on them. */
  public void addNotify(Supplier<String> state) {
    checks.add(ExplainedCheck.ofReadiness("changes-sent", () -> Finding.well(state.get())));
  }

  /** Binds the checks in Camel's registry. */
  public void bind(CamelContext context) {
    checks.forEach(check -> context.getRegistry().bind(check.getId(), HealthCheck.class, check));
  }

  /** Whether all routes run that should run. */
  private static Finding routes(CamelContext context) {
    if (!context.isStarted()) {
      return Finding.ill("the program is " + context.getStatus(), "wait until it has started");
    }
    List<String> stopped =
        context.getRoutes().stream()
            .filter(route -> !Boolean.FALSE.equals(route.isAutoStartup()))
            .map(Route::getRouteId)
            .filter(route -> !context.getRouteController().getRouteStatus(route).isStarted())
            .sorted()
            .toList();
    return stopped.isEmpty()
        ? Finding.well(context.getRoutes().size() + " routes")
        : Finding.ill("these routes do not run: " + stopped, "see the log; restart the program");
  }

  /** Whether the cloud's notifications arrive. */
  private static Finding queue(BrokerState state) {
    if (state.isListening()) {
      return Finding.well(
          "notifications reach us since "
              + state.since()
              + (state.missing().isEmpty() ? "" : "; missing: " + state.missing()));
    }
    return Finding.ill(
        "no notifications reach us since " + state.since() + ": " + state.failure(),
        "see to the broker and to rmq in the configuration; until then changes are seen by the"
            + " full sync only");
  }
}

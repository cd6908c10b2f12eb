package io.concertim.view.web;

import io.concertim.view.history.RecentChanges;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.State;
import io.concertim.view.store.StoredView;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckHelper;

/**
 * What is shown at which path.
 *
 * @param context whose checks tell the health; null as long as it is not made
 * @param metrics in the text format of Prometheus
 * @param state all that this process knows
 * @param process its name
 * @param maxAge what was read longer ago is not relied on
 */
public record Management(
    Supplier<CamelContext> context,
    Supplier<String> metrics,
    DataDirectory directory,
    StoredView stored,
    Supplier<State> state,
    String process,
    Duration maxAge) {
  private static final int CHANGES_KEPT = 10_000;
  private static final String ALL_DETAILS = "full";

  /**
   * Starts to listen.
   *
   * @throws IOException if the address is not ours or is in use
   */
  public ManagementServer listen(InetSocketAddress address) throws IOException {
    return new ManagementServer(address, endpoints());
  }

  private Map<String, Endpoint> endpoints() throws IOException {
    Map<String, Endpoint> endpoints = new HashMap<>(StaticFiles.endpoints());
    endpoints.put("/metrics", request -> scraped());
    endpoints.put(
        "/live",
        new HealthEndpoint(context, camel -> HealthCheckHelper.invokeLiveness(camel, ALL_DETAILS)));
    endpoints.put(
        "/ready",
        new HealthEndpoint(
            context, camel -> HealthCheckHelper.invokeReadiness(camel, ALL_DETAILS)));
    ViewEndpoints view = new ViewEndpoints(stored, process, maxAge);
    RecentChanges changes = new RecentChanges(directory, CHANGES_KEPT);
    endpoints.put("/api/summary", view::summary);
    endpoints.put("/api/view", view::view);
    endpoints.put("/api/objects/", new ObjectEndpoint(stored, state, changes));
    endpoints.put("/api/changes", new ChangesEndpoint(stored, changes));
    return endpoints;
  }

  private Answer scraped() {
    byte[] body = metrics.get().getBytes(StandardCharsets.UTF_8);
    return new Answer(200, "text/plain; version=0.0.4", null, () -> body);
  }
}

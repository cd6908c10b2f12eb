// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import io.concertim.view.history.PastViews;
import io.concertim.view.history.RecentChanges;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.layer.SourceCost;
import io.concertim.view.state.State;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.StoredView;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckHelper;

/**
 * What the management address shows, by path.
 *
 * @param context the context with the health checks; null until it has been created
 * @param metrics in the text format of Prometheus
 * @param state everything that this process knows
 * @param process the name of the process
 * @param maxAge a source whose last complete read is older is not relied on
 * @param links the addresses at which people look at a system with a browser, by its name
 * @param costs what this process's reads cost a system
 * @param members the processes of all hosts of the cluster
 */
public record Management(
    Supplier<CamelContext> context,
    Supplier<String> metrics,
    DataDirectory directory,
    StoredView stored,
    Supplier<State> state,
    String process,
    Duration maxAge,
    Map<String, String> links,
    Function<Source, SourceCost> costs,
    Members members) {
  private static final int CHANGES_KEPT = 10_000;
  private static final String ALL_DETAILS = "full";

  /** Where Camel's observability services show the same, and so where its tools look for it. */
  private static final String CAMELS_OWN = "/observe";

  /** The processes of a cluster. */
  @FunctionalInterface
  public interface Members {
    List<?> all() throws IOException;
  }

  /**
   * Starts to listen.
   *
   * @throws IOException if the address does not belong to this host or is in use
   */
  public ManagementServer listen(InetSocketAddress address) throws IOException {
    return new ManagementServer(address, endpoints());
  }

  private Map<String, Endpoint> endpoints() throws IOException {
    Map<String, Endpoint> endpoints = new HashMap<>(StaticFiles.endpoints());
    Endpoint scraped = request -> scraped();
    Endpoint live =
        new HealthEndpoint(context, camel -> HealthCheckHelper.invokeLiveness(camel, ALL_DETAILS));
    Endpoint ready =
        new HealthEndpoint(context, camel -> HealthCheckHelper.invokeReadiness(camel, ALL_DETAILS));
    endpoints.put("/metrics", scraped);
    endpoints.put("/live", live);
    endpoints.put("/ready", ready);
    endpoints.put(CAMELS_OWN + "/metrics", scraped);
    endpoints.put(CAMELS_OWN + "/health/live", live);
    endpoints.put(CAMELS_OWN + "/health/ready", ready);
    Documentation documentation = new Documentation(Management.class.getClassLoader());
    endpoints.put(Documentation.PATH, documentation);
    endpoints.put("/docs", Documentation::redirected);
    PastEndpoints past = new PastEndpoints(stored, new PastViews(directory, Clock.systemUTC()));
    ViewEndpoints view =
        new ViewEndpoints(stored, process, maxAge, documentation.addTo(links), past);
    RecentChanges changes = new RecentChanges(directory, CHANGES_KEPT);
    endpoints.put("/api/summary", view::summary);
    endpoints.put("/api/view", view::view);
    endpoints.put("/api/timeline", past::timeLine);
    endpoints.put("/api/objects/", new ObjectEndpoint(stored, state, changes));
    endpoints.put("/api/load", new LoadEndpoint(costs, process, Clock.systemUTC()));
    endpoints.put("/api/cluster", request -> cluster());
    endpoints.put("/api/changes", new ChangesEndpoint(stored, changes));
    return endpoints;
  }

  /** The processes of all hosts of a cluster, and how far each is; none on a host alone. */
  private Response cluster() {
    try {
      return Response.json(200, Map.of("processes", members.all()));
    } catch (IOException e) {
      return Response.error(503, e.getMessage());
    }
  }

  private Response scraped() {
    byte[] body = metrics.get().getBytes(StandardCharsets.UTF_8);
    return new Response(200, "text/plain; version=0.0.4", null, () -> body);
  }
}

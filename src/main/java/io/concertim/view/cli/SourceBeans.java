package io.concertim.view.cli;

import io.concertim.view.config.Tls;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.config.ViewSettings;
import io.concertim.view.metrics.CallTimes;
import io.concertim.view.source.CallCounts;
import io.concertim.view.source.CallFailures;
import io.concertim.view.source.Calls;
import io.concertim.view.source.Deadline;
import io.concertim.view.source.HttpClientSetup;
import io.concertim.view.source.HttpConnections;
import io.concertim.view.source.KeptConnections;
import io.concertim.view.source.RetryAfter;
import io.concertim.view.source.concertim.ConcertimCredentials;
import io.concertim.view.source.killbill.KillBillCredentials;
import io.concertim.view.source.openstack.KeystoneCredentials;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.Registry;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.io.CloseMode;

/** Makes the objects of the routes that read the three systems, and the threads that do it. */
final class SourceBeans {
  private final ViewConfig config;
  private final CallCounts counts;
  private final MeterRegistry meters;
  private final Clock clock = Clock.systemUTC();
  private final Map<String, HttpClientConnectionManager> connections = new LinkedHashMap<>();

  /**
   * Opens the pools of connections.
   *
   * @param counts where each call is counted
   * @throws UsageException if the trusted certificates cannot be used
   */
  SourceBeans(ViewConfig config, CallCounts counts, MeterRegistry meters) throws UsageException {
    this.config = config;
    this.counts = counts;
    this.meters = meters;
    ViewSettings.Concurrency calls = config.view().concurrency();
    connect("concertim", config.concertim().tls(), Map.of("concertim", calls.concertim()));
    connect("killbill", config.killbill().tls(), Map.of("killbill", calls.killbill()));
    connect(
        "openstack",
        config.openstack().tls(),
        Map.of(
            "identity", calls.identity(),
            "compute", calls.compute(),
            "orchestration", calls.orchestration(),
            "volume", calls.volume(),
            "network", calls.network()));
  }

  /** Opens a pool for each service of a system, as large as calls may be made at once. */
  private void connect(String system, Tls tls, Map<String, Integer> atOnce) throws UsageException {
    ViewSettings view = config.view();
    try {
      HttpConnections pools =
          new HttpConnections(system, tls, view.connectTimeout(), view.responseTimeout());
      atOnce.forEach((service, calls) -> connections.put(service, pools.pool(calls)));
    } catch (GeneralSecurityException e) {
      throw new UsageException(system + ".tls: " + e.getMessage(), e);
    }
  }

  /** Puts the objects where routes find them by name. */
  void bind(Registry registry, CamelContext context) {
    bindCalls(registry, context);
    bindThreads(registry, context);
  }

  private void bindCalls(Registry registry, CamelContext context) {
    ProducerTemplate template = context.createProducerTemplate();
    ConcertimCredentials portal = new ConcertimCredentials(config.concertim(), template, clock);
    KeystoneCredentials cloud = new KeystoneCredentials(config.openstack(), template, clock);
    registry.bind("concertimCredentials", portal);
    registry.bind("openstackCredentials", cloud);
    registry.bind(
        "calls",
        new Calls(
            Map.of(
                "concertim", portal,
                "openstack", cloud,
                "killbill", new KillBillCredentials(config.killbill()))));
    registry.bind("callFailures", new CallFailures());
    registry.bind("deadline", new Deadline(config.view().sourceDeadline()));
    registry.bind("retryAfter", new RetryAfter(clock));
    CallTimes times = new CallTimes(meters);
    connections
        .keySet()
        .forEach(
            s ->
                registry.bind(
                    s + "Client",
                    new HttpClientSetup(s, counts.of(s), times, config.view().sourceDeadline())));
    connections.forEach(
        (service, pool) -> registry.bind(service + "Connections", new KeptConnections(pool)));
  }

  /** Threads are bounded where they make calls; those that only wait for others are not. */
  private void bindThreads(Registry registry, CamelContext context) {
    context.getExecutorServiceManager().setThreadNamePattern("#name#-#counter#"); // for the log
    ViewSettings.Concurrency calls = config.view().concurrency();
    registry.bind("sourceThreads", cached(context, "source"));
    registry.bind("openstackThreads", cached(context, "openstack"));
    registry.bind("concertimThreads", fixed(context, "concertim", calls.concertim()));
    registry.bind("killbillThreads", fixed(context, "killbill", calls.killbill()));
    registry.bind("orchestrationThreads", fixed(context, "stacks", calls.orchestration()));
    registry.bind("confirmThreads", fixed(context, "confirm", calls.compute()));
  }

  private ExecutorService cached(CamelContext context, String name) {
    return context.getExecutorServiceManager().newCachedThreadPool(this, name);
  }

  private ExecutorService fixed(CamelContext context, String name, int size) {
    return context.getExecutorServiceManager().newFixedThreadPool(this, name, size);
  }

  /** Breaks off the calls that are going on, and lets none begin. */
  void stop() {
    connections.values().forEach(pool -> pool.close(CloseMode.IMMEDIATE));
  }
}

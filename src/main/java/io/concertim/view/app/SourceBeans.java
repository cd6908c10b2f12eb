// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import io.concertim.view.config.KillBillConfig;
import io.concertim.view.config.Tls;
import io.concertim.view.config.UsageException;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.config.ViewSettings;
import io.concertim.view.metrics.CallTimes;
import io.concertim.view.metrics.CertificateMetrics;
import io.concertim.view.source.concertim.ConcertimCredentials;
import io.concertim.view.source.http.AnswerJson;
import io.concertim.view.source.http.CallCounts;
import io.concertim.view.source.http.CallFailures;
import io.concertim.view.source.http.Calls;
import io.concertim.view.source.http.CertificateDates;
import io.concertim.view.source.http.Credentials;
import io.concertim.view.source.http.Deadline;
import io.concertim.view.source.http.HttpClientSetup;
import io.concertim.view.source.http.HttpConnections;
import io.concertim.view.source.http.KeptConnections;
import io.concertim.view.source.http.RetryAfter;
import io.concertim.view.source.killbill.KillBillCredentials;
import io.concertim.view.source.killbill.NoBilling;
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

/** Creates the beans and threads of the routes that read the three systems. */
final class SourceBeans {
  private final ViewConfig config;
  private final CallCounts counts;
  private final MeterRegistry meters;
  private final Clock clock = Clock.systemUTC();
  private final CertificateDates certificates;
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
    this.certificates =
        CertificateMetrics.register(meters, clock, "concertim", "openstack", "killbill");
    connect("concertim", config.concertim().tls(), "concertim");
    connect(
        "killbill", config.killbill().map(KillBillConfig::tls).orElse(Tls.VERIFIED), "killbill");
    connect(
        "openstack",
        config.openstack().tls(),
        "identity",
        "compute",
        "orchestration",
        "volume",
        "network");
  }

  /** Opens a pool for each service of a system, as large as the number of concurrent calls. */
  private void connect(String system, Tls tls, String... services) throws UsageException {
    ViewSettings view = config.view();
    try {
      HttpConnections pools =
          new HttpConnections(
              system, tls, certificates, view.connectTimeout(), view.responseTimeout());
      for (String service : services) {
        connections.put(service, pools.pool(view.concurrency().get(service)));
      }
    } catch (GeneralSecurityException e) {
      throw new UsageException(system + ".tls: " + e.getMessage(), e);
    }
  }

  /** Binds the beans in Camel's registry. */
  void bind(Registry registry, CamelContext context) {
    bindCalls(registry, context);
    bindThreads(registry, context);
  }

  private void bindCalls(Registry registry, CamelContext context) {
    ProducerTemplate template = context.createProducerTemplate();
    ConcertimCredentials portal = new ConcertimCredentials(config.concertim(), template, clock);
    KeystoneCredentials cloud =
        new KeystoneCredentials(config.openstack(), config.view().requireHttps(), template, clock);
    registry.bind("concertimCredentials", portal);
    registry.bind("openstackCredentials", cloud);
    registry.bind(
        "calls",
        new Calls(
            Map.of(
                "concertim", portal,
                "openstack", cloud,
                "killbill",
                    config
                        .killbill()
                        .<Credentials>map(KillBillCredentials::new)
                        .orElseGet(NoBilling::new))));
    registry.bind("answerJson", AnswerJson.DOCUMENT);
    registry.bind("callFailures", new CallFailures());
    registry.bind("deadline", new Deadline(config.view().sourceDeadline()));
    registry.bind("retryAfter", new RetryAfter(clock));
    CallTimes times = new CallTimes(meters, connections.keySet());
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

  /**
   * Binds the thread pools. Pools that make calls are bounded; pools whose threads only wait for
   * others are not.
   */
  private void bindThreads(Registry registry, CamelContext context) {
    context.getExecutorServiceManager().setThreadNamePattern("#name#-#counter#"); // for the log
    Map<String, Integer> calls = config.view().concurrency();
    registry.bind("sourceThreads", cached(context, "source"));
    registry.bind("openstackThreads", cached(context, "openstack"));
    registry.bind("concertimThreads", fixed(context, "concertim", calls.get("concertim")));
    registry.bind("killbillThreads", fixed(context, "killbill", calls.get("killbill")));
    registry.bind("orchestrationThreads", fixed(context, "stacks", calls.get("orchestration")));
    registry.bind("confirmThreads", fixed(context, "confirm", calls.get("compute")));
  }

  private ExecutorService cached(CamelContext context, String name) {
    return context.getExecutorServiceManager().newCachedThreadPool(this, name);
  }

  private ExecutorService fixed(CamelContext context, String name, int size) {
    return context.getExecutorServiceManager().newFixedThreadPool(this, name, size);
  }

  /** Aborts running calls, and lets no new ones begin. */
  void stop() {
    connections.values().forEach(pool -> pool.close(CloseMode.IMMEDIATE));
  }
}

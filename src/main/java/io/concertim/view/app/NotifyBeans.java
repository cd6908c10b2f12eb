// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import io.concertim.view.config.NotifyTarget;
import io.concertim.view.config.UsageException;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.config.ViewSettings;
import io.concertim.view.metrics.CertificateMetrics;
import io.concertim.view.notify.Deliveries;
import io.concertim.view.notify.NotifyExchange;
import io.concertim.view.queue.broker.BrokerConnection;
import io.concertim.view.source.http.CertificateDates;
import io.concertim.view.source.http.HttpClientSetup;
import io.concertim.view.source.http.HttpConnections;
import io.concertim.view.source.http.KeptConnections;
import io.concertim.view.store.DataDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.io.CloseMode;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

/** Makes the objects of the routes by which changes are sent to others. */
final class NotifyBeans implements AutoCloseable {
  private final Deliveries deliveries;
  private final NotifyExchange exchange;
  private final Duration longest;
  private final Map<String, HttpClientConnectionManager> connections = new LinkedHashMap<>();

  /**
   * Opens the pools of connections. Nothing is written or sent yet.
   *
   * @param settled the generation of the last view that the files show
   * @param steady for pauses; it is never set back
   * @throws UsageException if the trusted certificates cannot be used
   */
  NotifyBeans(
      ViewConfig config,
      DataDirectory directory,
      LongSupplier settled,
      MeterRegistry meters,
      InstantSource steady)
      throws IOException, UsageException {
    Clock clock = Clock.systemUTC();
    ViewSettings view = config.view();
    this.longest = view.connectTimeout().plus(view.responseTimeout());
    this.deliveries =
        new Deliveries(
            config.notified(), config.concertim().url(), directory, settled, steady, clock, meters);
    List<NotifyTarget> byHttp =
        config.notified().stream().filter(target -> target.url().isPresent()).toList();
    CertificateDates dates =
        CertificateMetrics.register(
            meters, clock, byHttp.stream().map(NotifyTarget::key).toArray(String[]::new));
    for (NotifyTarget target : byHttp) {
      connections.put(target.name(), pool(target, view, dates));
    }
    this.exchange =
        new NotifyExchange(byHttp.size() < config.notified().size() ? broker(config) : null);
  }

  /** One connection is enough, since one change is sent after the other. */
  private static HttpClientConnectionManager pool(
      NotifyTarget target, ViewSettings view, CertificateDates dates) throws UsageException {
    try {
      return new HttpConnections(
              target.key(), target.tls(), dates, view.connectTimeout(), view.responseTimeout())
          .pool(1);
    } catch (GeneralSecurityException e) {
      throw new UsageException(target.key() + ".tls: " + e.getMessage(), e);
    }
  }

  private static CachingConnectionFactory broker(ViewConfig config)
      throws IOException, UsageException {
    try {
      return BrokerConnection.confirming(config.rmq().orElseThrow(), new CertificateDates());
    } catch (GeneralSecurityException e) {
      throw new UsageException("rmq.tls: " + e.getMessage(), e);
    }
  }

  /** Puts the objects where routes find them by name. */
  void bind(Registry registry, CamelContext context) {
    registry.bind("deliveries", deliveries);
    registry.bind("notifyExchange", exchange);
    registry.bind(
        "notifyClient", new HttpClientSetup("notify", new LongAdder(), call -> {}, longest));
    registry.bind(
        "notifyThreads", context.getExecutorServiceManager().newCachedThreadPool(this, "notify"));
    connections.forEach((name, pool) -> registry.bind("notify-" + name, new KeptConnections(pool)));
  }

  /** How far those who are notified are behind, for people. */
  String state() {
    return deliveries.state();
  }

  /** Breaks off what is being sent, and lets nothing more begin. */
  void stop() {
    deliveries.stop();
    connections.values().forEach(pool -> pool.close(CloseMode.IMMEDIATE));
  }

  @Override
  public void close() {
    stop();
    exchange.close();
  }
}

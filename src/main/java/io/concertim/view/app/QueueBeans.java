// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import io.concertim.view.config.QueueSettings;
import io.concertim.view.config.RabbitMqConfig;
import io.concertim.view.config.UsageException;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.log.LogOnce;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.metrics.CertificateMetrics;
import io.concertim.view.queue.Notifications;
import io.concertim.view.queue.broker.AckBatch;
import io.concertim.view.queue.broker.BrokerConnection;
import io.concertim.view.queue.broker.BrokerState;
import io.concertim.view.queue.broker.DeadLetters;
import io.concertim.view.queue.broker.QueueHealth;
import io.concertim.view.queue.broker.QueueTopology;
import io.concertim.view.queue.broker.RawBodies;
import io.concertim.view.queue.broker.ReceivedBody;
import io.concertim.view.queue.broker.ResilientContainerFactory;
import io.concertim.view.queue.broker.ResyncRequest;
import io.concertim.view.queue.work.PendingWrites;
import io.concertim.view.queue.work.ReadOutcome;
import io.concertim.view.queue.work.ReadPlanner;
import io.concertim.view.queue.work.ReadQueue;
import io.concertim.view.queue.work.ReadRequestLog;
import io.concertim.view.queue.work.ReadTask;
import io.concertim.view.queue.work.StackTops;
import io.concertim.view.queue.work.SubscriptionSearch;
import io.concertim.view.source.RowParser;
import io.concertim.view.source.http.CertificateDates;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.SharedState;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.component.springrabbit.SpringRabbitMQComponent;
import org.apache.camel.spi.Registry;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

/** Makes the objects of the routes by which a process listens to the cloud. */
final class QueueBeans implements AutoCloseable {
  private final ViewConfig config;
  private final DataDirectory directory;
  private final SharedState shared;
  private final HybridClock versions;
  private final MeterRegistry meters;
  private final Clock clock = Clock.systemUTC();
  private final ResyncRequest resync;
  private final InstantSource steady;
  private final ReadQueue readQueue;
  private final CachingConnectionFactory broker;
  private final CachingConnectionFactory letters;
  private final QueueTopology declarer;

  /**
   * Takes up the read requests that an earlier process left.
   *
   * @param requests where open read requests are kept
   * @param steady that says when a read is due; it is never set back
   * @throws IOException if they cannot be read
   * @throws UsageException if the broker's certificates cannot be used
   */
  QueueBeans(
      ViewConfig config,
      DataDirectory directory,
      SharedState shared,
      HybridClock versions,
      ReadRequestLog requests,
      MeterRegistry meters,
      InstantSource steady)
      throws IOException, UsageException {
    this.config = config;
    this.directory = directory;
    this.shared = shared;
    this.versions = versions;
    this.meters = meters;
    this.resync = new ResyncRequest(directory, new LogOnce(clock));
    this.steady = steady;
    this.readQueue =
        new ReadQueue(requests, steady, config.view().queue().readInterval(), resync, meters);
    CertificateDates certificates = CertificateMetrics.register(meters, clock, "rmq");
    this.broker = connection(BrokerConnection::of, certificates);
    this.letters = connection(BrokerConnection::confirming, certificates);
    this.declarer = declarer();
    requests.handOnBy(broker::resetConnection); // who connects anew is last in line
  }

  private interface Connecting {
    CachingConnectionFactory to(RabbitMqConfig broker, CertificateDates dates)
        throws GeneralSecurityException, IOException;
  }

  private CachingConnectionFactory connection(Connecting connecting, CertificateDates dates)
      throws IOException, UsageException {
    try {
      return connecting.to(config.rmq().orElseThrow(), dates);
    } catch (GeneralSecurityException e) {
      throw new UsageException("rmq.tls: " + e.getMessage(), e);
    }
  }

  private QueueTopology declarer() {
    QueueTopology made =
        new QueueTopology(
            broker, config.view().queue(), config.rmq().orElseThrow().username(), resync, clock);
    broker.addConnectionListener(made);
    return made;
  }

  /** How the connection to the broker stands. */
  BrokerState state() {
    return declarer.state();
  }

  /** Puts the objects where routes find them by name. */
  void bind(Registry registry, CamelContext context, RowParser customFields) {
    QueueSettings queue = config.view().queue();
    SpringRabbitMQComponent rabbit =
        context.getComponent("spring-rabbitmq", SpringRabbitMQComponent.class);
    rabbit.setConnectionFactory(broker);
    rabbit.setListenerContainerFactory(new ResilientContainerFactory(declarer::consumerEnded));
    registry.bind("rawBodies", new RawBodies());
    registry.bind("queueTopology", declarer);
    registry.bind("receivedBody", new ReceivedBody());
    registry.bind("notifications", new Notifications(shared::layers));
    registry.bind(
        "queueHealth",
        new QueueHealth(directory.queueHealth(), declarer, readQueue, clock, meters));
    registry.bind("ackBatch", new AckBatch(meters, declarer::acknowledged));
    registry.bind(
        "deadLetters",
        new DeadLetters(letters, queue.deadLetters(), queue.deadLetterBodies(), clock, meters));
    registry.bind("readQueue", readQueue);
    ReadTask.services()
        .forEach(
            service ->
                registry.bind(
                    service + "Reads", patient(context, service + "-reads", queue.readers())));
    StackTops tops = new StackTops();
    PendingWrites finished = new PendingWrites(readQueue, steady, clock, meters);
    registry.bind(
        "readPlanner",
        new ReadPlanner(readQueue, shared::layers, tops, steady, queue.bulkThreshold()));
    registry.bind(
        "readOutcome", new ReadOutcome(readQueue, shared::layers, tops, finished, steady));
    registry.bind("pendingWrites", finished);
    registry.bind("subscriptionSearch", new SubscriptionSearch(versions, customFields));
  }

  /** However much it has to do, it waits here: whoever asks for it is not made to do it. */
  private ExecutorService patient(CamelContext context, String name, int size) {
    return context
        .getExecutorServiceManager()
        .newThreadPool(
            this,
            name,
            new ThreadPoolProfileBuilder(name)
                .poolSize(size)
                .maxPoolSize(size)
                .maxQueueSize(Integer.MAX_VALUE)
                .build());
  }

  @Override
  public void close() {
    broker.destroy();
    letters.destroy();
  }
}

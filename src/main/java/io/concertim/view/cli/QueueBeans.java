package io.concertim.view.cli;

import io.concertim.view.config.QueueSettings;
import io.concertim.view.config.RabbitMqConfig;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.queue.BrokerConnection;
import io.concertim.view.queue.BrokerState;
import io.concertim.view.queue.DeadLetters;
import io.concertim.view.queue.Deliveries;
import io.concertim.view.queue.DueReads;
import io.concertim.view.queue.FinishedReads;
import io.concertim.view.queue.Marks;
import io.concertim.view.queue.Notifications;
import io.concertim.view.queue.ObjectAnswers;
import io.concertim.view.queue.ObjectReads;
import io.concertim.view.queue.PatientContainers;
import io.concertim.view.queue.QueueDeclarer;
import io.concertim.view.queue.QueueHealth;
import io.concertim.view.queue.RawBodies;
import io.concertim.view.queue.ReadTask;
import io.concertim.view.queue.ResyncRequest;
import io.concertim.view.queue.StackTops;
import io.concertim.view.queue.SteadyClock;
import io.concertim.view.source.News;
import io.concertim.view.source.RowParser;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.SharedState;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Map;
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
  private final SteadyClock steady = new SteadyClock();
  private final Marks marks;
  private final CachingConnectionFactory broker;
  private final CachingConnectionFactory letters;
  private final QueueDeclarer declarer;

  /**
   * Takes up the marks that an earlier process left.
   *
   * @throws IOException if they cannot be read
   * @throws UsageException if the broker's certificates cannot be used
   */
  QueueBeans(
      ViewConfig config,
      DataDirectory directory,
      SharedState shared,
      HybridClock versions,
      MeterRegistry meters)
      throws IOException, UsageException {
    this.config = config;
    this.directory = directory;
    this.shared = shared;
    this.versions = versions;
    this.meters = meters;
    this.marks = new Marks(directory.marks(), steady, config.view().queue().readInterval(), meters);
    this.broker = connection(BrokerConnection::of);
    this.letters = connection(BrokerConnection::confirming);
    this.declarer = declarer();
  }

  private interface Connecting {
    CachingConnectionFactory to(RabbitMqConfig broker) throws GeneralSecurityException, IOException;
  }

  private CachingConnectionFactory connection(Connecting connecting)
      throws IOException, UsageException {
    try {
      return connecting.to(config.rmq().orElseThrow());
    } catch (GeneralSecurityException e) {
      throw new UsageException("rmq.tls: " + e.getMessage(), e);
    }
  }

  private QueueDeclarer declarer() {
    QueueDeclarer made =
        new QueueDeclarer(
            broker,
            config.view().queue(),
            config.rmq().orElseThrow().username(),
            new ResyncRequest(directory, new News(clock)),
            clock);
    broker.addConnectionListener(made);
    return made;
  }

  /** How the connection to the broker stands. */
  BrokerState state() {
    return declarer.state();
  }

  /** Puts the objects where routes find them by name. */
  void bind(Registry registry, CamelContext context, Map<Kind, RowParser> parsers) {
    QueueSettings queue = config.view().queue();
    SpringRabbitMQComponent rabbit =
        context.getComponent("spring-rabbitmq", SpringRabbitMQComponent.class);
    rabbit.setConnectionFactory(broker);
    rabbit.setListenerContainerFactory(new PatientContainers());
    registry.bind("rawBodies", new RawBodies());
    registry.bind("queueDeclarer", declarer);
    registry.bind("notifications", new Notifications(shared::layers));
    registry.bind(
        "queueHealth", new QueueHealth(directory.queueHealth(), declarer, marks, clock, meters));
    registry.bind("deliveries", new Deliveries(meters));
    registry.bind(
        "deadLetters",
        new DeadLetters(letters, queue.deadLetters(), queue.deadLetterBodies(), clock, meters));
    registry.bind("marks", marks);
    ReadTask.services()
        .forEach(
            service ->
                registry.bind(
                    service + "Reads", patient(context, service + "-reads", queue.readers())));
    StackTops tops = new StackTops();
    FinishedReads finished = new FinishedReads(marks, steady, clock, meters);
    registry.bind(
        "dueReads", new DueReads(marks, shared::layers, tops, steady, queue.bulkThreshold()));
    registry.bind("objectReads", new ObjectReads(marks, shared::layers, tops, finished, steady));
    registry.bind("finishedReads", finished);
    registry.bind("objectAnswers", new ObjectAnswers(versions, shared::layers, parsers));
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

package io.concertim.view.cli;

import io.concertim.view.config.QueueSettings;
import io.concertim.view.config.RabbitMqConfig;
import io.concertim.view.config.Tls;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.config.ViewSettings;
import io.concertim.view.health.HealthChecks;
import io.concertim.view.history.ChangeLog;
import io.concertim.view.mapping.MappingSettings;
import io.concertim.view.merge.DeletionGate;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.metrics.CallTimes;
import io.concertim.view.metrics.Durations;
import io.concertim.view.metrics.ViewMetrics;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.queue.BrokerConnection;
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
import io.concertim.view.source.CallCounts;
import io.concertim.view.source.CallFailures;
import io.concertim.view.source.Calls;
import io.concertim.view.source.Deadline;
import io.concertim.view.source.EntityTags;
import io.concertim.view.source.FailedReading;
import io.concertim.view.source.HttpClientSetup;
import io.concertim.view.source.HttpConnections;
import io.concertim.view.source.KeptConnections;
import io.concertim.view.source.ListReader;
import io.concertim.view.source.News;
import io.concertim.view.source.ObjectLookup;
import io.concertim.view.source.ReadingAggregation;
import io.concertim.view.source.RetryAfter;
import io.concertim.view.source.RowParser;
import io.concertim.view.source.concertim.ConcertimCredentials;
import io.concertim.view.source.concertim.ConcertimRows;
import io.concertim.view.source.concertim.RootCheck;
import io.concertim.view.source.killbill.KillBillCredentials;
import io.concertim.view.source.killbill.KillBillRows;
import io.concertim.view.source.openstack.ComputeCells;
import io.concertim.view.source.openstack.KeystoneCredentials;
import io.concertim.view.source.openstack.OpenStackRows;
import io.concertim.view.source.openstack.StackReader;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.DataLock;
import io.concertim.view.store.SharedState;
import io.concertim.view.store.StoreJson;
import io.concertim.view.store.StoredView;
import io.concertim.view.sync.ChangeHistory;
import io.concertim.view.sync.Collected;
import io.concertim.view.sync.EarlierView;
import io.concertim.view.sync.NoObservations;
import io.concertim.view.sync.PickleWatch;
import io.concertim.view.sync.PortalRefresh;
import io.concertim.view.sync.Publication;
import io.concertim.view.sync.PublicationWatch;
import io.concertim.view.sync.ResyncFiles;
import io.concertim.view.sync.SourceReads;
import io.concertim.view.sync.SyncCycle;
import io.concertim.view.sync.SyncReport;
import io.concertim.view.sync.ViewUpdate;
import io.concertim.view.web.Management;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.component.springrabbit.SpringRabbitMQComponent;
import org.apache.camel.spi.Registry;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.io.CloseMode;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

/** Makes the objects that the routes name, from the configuration and the data directory. */
final class ViewBeans implements AutoCloseable {
  private final ProcessName process;
  private final ViewConfig config;
  private final DataDirectory directory;
  private final DataLock lock;
  private final HybridClock versions = new HybridClock(Clock.systemUTC());
  private final SteadyClock steady = new SteadyClock();
  private final SharedState shared;
  private final Marks marks;
  private final CachingConnectionFactory broker;
  private final CachingConnectionFactory letters;
  private final QueueDeclarer declarer;
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CallCounts counts = new CallCounts();
  private final StoredView stored;
  private final StoredMetrics storedMetrics;
  private final Map<String, HttpClientConnectionManager> connections = new LinkedHashMap<>();

  /**
   * Reads what an earlier process left.
   *
   * @throws IOException if the data directory holds something unreadable
   * @throws UsageException if the trusted certificates cannot be used
   */
  ViewBeans(ProcessName process, ViewConfig config, DataDirectory directory)
      throws IOException, UsageException {
    this.process = process;
    this.config = config;
    this.directory = directory;
    Clock clock = Clock.systemUTC();
    directory.removeLeftovers(clock.instant());
    this.lock =
        DataLock.open(
            directory.lock(),
            Durations.named("view.lock.wait", "waits for the lock of the data directory")
                    .register(meters)
                ::record);
    this.shared = opened();
    this.marks =
        process.listens()
            ? new Marks(directory.marks(), steady, config.view().queue().readInterval(), meters)
            : null;
    this.broker = process.listens() ? connection(BrokerConnection::of) : null;
    this.letters = process.listens() ? connection(BrokerConnection::confirming) : null;
    this.declarer = process.listens() ? declarer(clock) : null;
    this.stored = new StoredView(directory);
    this.storedMetrics =
        process.syncs()
            ? new StoredMetrics(
                stored, new ViewMetrics(meters, () -> shared.current().sources(), clock))
            : null;
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

  /** Reads what earlier processes left, and what others write at the same time. */
  private SharedState opened() throws IOException {
    try {
      lock.acquire();
      try {
        SharedState found = new SharedState(directory, versions);
        if (process.listens()) {
          found.publishAnew(); // it may now be mapped otherwise, and no full sync comes with it
        }
        return found;
      } finally {
        lock.release();
      }
    } catch (IOException e) {
      lock.close();
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + directory.lock(), e);
    }
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

  private QueueDeclarer declarer(Clock clock) {
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

  /** What the management server shows of this process. */
  Management management(Supplier<CamelContext> context) {
    return new Management(
        context,
        this::scrape,
        directory,
        stored,
        shared::current,
        process.toString(),
        config.view().maxAge());
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

  /** What is counted and measured, in the text format of Prometheus. */
  String scrape() {
    if (storedMetrics != null) {
      storedMetrics.follow();
    }
    return meters.scrape();
  }

  /** Puts the objects where routes find them by name. */
  void bind(CamelContext context) {
    Clock clock = Clock.systemUTC();
    context.getCamelContextExtension().addInterceptStrategy(new LogContext());
    Registry registry = context.getRegistry();
    bindCalls(registry, context, clock);
    bindThreads(registry, context);
    bindHealth(context, clock);

    EntityTags tags = new EntityTags(this::allThatIsKnown);
    Map<Kind, RowParser> parsers = new EnumMap<>(Kind.class);
    parsers.putAll(ConcertimRows.parsers());
    parsers.putAll(OpenStackRows.parsers());
    parsers.putAll(KillBillRows.parsers());
    registry.bind("listReader", new ListReader(versions, tags, parsers));
    registry.bind("rootCheck", new RootCheck());
    registry.bind("readings", new ReadingAggregation());
    registry.bind("failedReading", new FailedReading(versions));
    registry.bind("lookup", new ObjectLookup(versions, new News(clock)));

    ViewSettings view = config.view();
    ResyncFiles files = new ResyncFiles(directory, clock);
    DeletionGate gate = new DeletionGate(view.deletions().threshold(), view.deletions().minimum());
    MappingSettings mapping =
        new MappingSettings(config.concertim().defaultRackHeight(), view.requireOrder());
    registry.bind("sharedState", shared);
    registry.bind(
        "syncCycle",
        new SyncCycle(clock, gate, mapping, files, view.killbillInterval(), tags, shared));
    registry.bind("computeCells", new ComputeCells());
    Counter missed =
        Counter.builder("view.stacks.missed")
            .description("stacks that had changed without a new status or time when read again")
            .register(meters);
    registry.bind(
        "stackReader",
        new StackReader(versions, shared::layers, view.fullRereadEvery(), missed::increment));
    registry.bind("viewUpdate", new ViewUpdate(clock, mapping, shared));
    registry.bind(
        "changeHistory",
        new ChangeHistory(
            new ChangeLog(directory, view.historyBytes()),
            new EarlierView(directory, shared, mapping, clock),
            shared,
            clock,
            meters));
    registry.bind("noObservations", new NoObservations());
    registry.bind("pickleWatch", new PickleWatch(directory, lock, shared, new News(clock)));
    registry.bind("publicationWatch", new PublicationWatch(lock, shared, clock));
    registry.bind("portalRefresh", new PortalRefresh(shared, gate, tags, new News(clock)));
    registry.bind("resyncFiles", files);
    registry.bind("collected", new Collected());
    registry.bind("sourceReads", new SourceReads(meters));
    if (process.syncs()) {
      registry.bind("syncReport", new SyncReport(clock, counts, meters));
    }
    if (process.listens()) {
      bindQueue(registry, context, parsers, clock);
    }
    registry.bind("publication", new Publication(directory, shared));
    registry.bind("json", StoreJson.MAPPER);
    registry.bind("dataLock", lock);
    registry.bind("dataDirectory", directory);
  }

  /** The layers, unless another process may know more by now. */
  private Optional<Layers> allThatIsKnown() {
    try {
      return shared.isBehind() ? Optional.empty() : Optional.of(shared.layers());
    } catch (IOException e) {
      return Optional.empty(); // what cannot be told is asked for
    }
  }

  private void bindHealth(CamelContext context, Clock clock) {
    HealthChecks health = new HealthChecks(context, stored, config.view().maxAge(), clock);
    if (process.listens()) {
      health.addQueue(declarer::state);
    }
    health.bind(context);
  }

  /** What only a process has that listens to the cloud. */
  private void bindQueue(
      Registry registry, CamelContext context, Map<Kind, RowParser> parsers, Clock clock) {
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

  private void bindCalls(Registry registry, CamelContext context, Clock clock) {
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

  /** Waits for a write that is going on, and lets none begin. */
  void stopWriting() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Breaks off the calls that are going on, and lets none begin. */
  void stopReading() {
    connections.values().forEach(pool -> pool.close(CloseMode.IMMEDIATE));
  }

  @Override
  public void close() {
    stopWriting();
    stopReading();
    if (broker != null) {
      broker.destroy();
      letters.destroy();
    }
  }
}

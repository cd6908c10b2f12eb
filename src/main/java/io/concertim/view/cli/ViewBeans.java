package io.concertim.view.cli;

import io.concertim.view.config.ViewConfig;
import io.concertim.view.config.ViewSettings;
import io.concertim.view.health.HealthChecks;
import io.concertim.view.history.ChangeLog;
import io.concertim.view.mapping.MappingSettings;
import io.concertim.view.merge.DeletionGate;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.metrics.Durations;
import io.concertim.view.metrics.ViewMetrics;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.source.CallCounts;
import io.concertim.view.source.EntityTags;
import io.concertim.view.source.FailedReading;
import io.concertim.view.source.ListReader;
import io.concertim.view.source.News;
import io.concertim.view.source.ObjectLookup;
import io.concertim.view.source.ReadingAggregation;
import io.concertim.view.source.RowParser;
import io.concertim.view.source.concertim.ConcertimRows;
import io.concertim.view.source.concertim.RootCheck;
import io.concertim.view.source.killbill.KillBillRows;
import io.concertim.view.source.openstack.ComputeCells;
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
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Makes the objects that the routes name, from the configuration and the data directory. */
final class ViewBeans implements AutoCloseable {
  private final ProcessName process;
  private final ViewConfig config;
  private final DataDirectory directory;
  private final DataLock lock;
  private final HybridClock versions = new HybridClock(Clock.systemUTC());
  private final SharedState shared;
  private final SourceBeans sources;

  /** Null in a process that does not listen to the cloud. */
  private final QueueBeans queue;

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CallCounts counts = new CallCounts();
  private final StoredView stored;
  private final StoredMetrics storedMetrics;

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
    this.queue =
        process.listens() ? new QueueBeans(config, directory, shared, versions, meters) : null;
    this.stored = new StoredView(directory);
    this.storedMetrics =
        process.syncs()
            ? new StoredMetrics(
                stored, new ViewMetrics(meters, () -> shared.current().sources(), clock))
            : null;
    this.sources = new SourceBeans(config, counts, meters);
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
    sources.bind(registry, context);
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
    if (queue != null) {
      queue.bind(registry, context, parsers);
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
    if (queue != null) {
      health.addQueue(queue::state);
    }
    health.bind(context);
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
    sources.stop();
  }

  @Override
  public void close() {
    stopWriting();
    stopReading();
    if (queue != null) {
      queue.close();
    }
  }
}

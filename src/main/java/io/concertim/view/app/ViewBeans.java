// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import io.concertim.view.config.UsageException;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.config.ViewSettings;
import io.concertim.view.health.HealthChecks;
import io.concertim.view.history.ChangeLog;
import io.concertim.view.history.DeltaLog;
import io.concertim.view.log.LogContext;
import io.concertim.view.log.LogOnce;
import io.concertim.view.mapping.MappingSettings;
import io.concertim.view.merge.DeletionGate;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.metrics.Durations;
import io.concertim.view.metrics.LoadMetrics;
import io.concertim.view.metrics.RenewedGauges;
import io.concertim.view.metrics.ViewMetrics;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Source;
import io.concertim.view.publish.ChangeHistory;
import io.concertim.view.publish.PickleWatch;
import io.concertim.view.publish.PreviousView;
import io.concertim.view.publish.PublicationRate;
import io.concertim.view.publish.QuietView;
import io.concertim.view.publish.UnderDataLock;
import io.concertim.view.publish.UnpublishedCheck;
import io.concertim.view.publish.ViewFiles;
import io.concertim.view.publish.ViewRecorder;
import io.concertim.view.publish.ViewUpdate;
import io.concertim.view.queue.work.FileReadRequests;
import io.concertim.view.queue.work.ReadRequestLog;
import io.concertim.view.queue.work.SteadyClock;
import io.concertim.view.source.ChangesSince;
import io.concertim.view.source.EntityTags;
import io.concertim.view.source.FailedRead;
import io.concertim.view.source.ListReader;
import io.concertim.view.source.LoadBudget;
import io.concertim.view.source.ObjectAnswer;
import io.concertim.view.source.ObjectLookup;
import io.concertim.view.source.RowParser;
import io.concertim.view.source.RowReader;
import io.concertim.view.source.SourceReadAggregation;
import io.concertim.view.source.concertim.ConcertimRows;
import io.concertim.view.source.concertim.RackDevices;
import io.concertim.view.source.concertim.RootCheck;
import io.concertim.view.source.http.Bounds;
import io.concertim.view.source.http.CallCounts;
import io.concertim.view.source.killbill.KillBillRows;
import io.concertim.view.source.openstack.ComputeCells;
import io.concertim.view.source.openstack.Newcomers;
import io.concertim.view.source.openstack.OpenStackRows;
import io.concertim.view.source.openstack.StackParts;
import io.concertim.view.source.openstack.StackReader;
import io.concertim.view.state.LastMapping;
import io.concertim.view.state.State;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.DataLock;
import io.concertim.view.store.QueueHealthFile;
import io.concertim.view.store.ReplicatedState;
import io.concertim.view.store.SharedState;
import io.concertim.view.store.StoreJson;
import io.concertim.view.store.StoredView;
import io.concertim.view.store.VersionFile;
import io.concertim.view.sync.FlattenBodies;
import io.concertim.view.sync.FullLists;
import io.concertim.view.sync.HostClock;
import io.concertim.view.sync.LocalTurn;
import io.concertim.view.sync.LookTurn;
import io.concertim.view.sync.OfferWatch;
import io.concertim.view.sync.PortalRefresh;
import io.concertim.view.sync.PortalTurn;
import io.concertim.view.sync.ResyncFiles;
import io.concertim.view.sync.SourceTimer;
import io.concertim.view.sync.SyncCycle;
import io.concertim.view.sync.SyncReport;
import io.concertim.view.sync.Turn;
import io.concertim.view.web.Management;
import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Makes the objects that the routes name, from the configuration and the data directory. */
final class ViewBeans implements AutoCloseable {
  private static final Duration LONGEST_OFFER_PAUSE = Duration.ofMinutes(1);

  private final ProcessName process;
  private final ViewConfig config;
  private final DataDirectory directory;
  private final DataLock lock;
  private final PortalTurn portalTurn;
  private final LookTurn lookTurn;

  /** Null on a host alone. */
  private final ClusterBeans cluster;

  private final Turn turn;
  private final HybridClock versions;
  private final InstantSource steady;
  private final SharedState shared;
  private final SourceBeans sources;
  private final LoadBudget budget;

  /** Null in a process that does not listen to the cloud. */
  private final QueueBeans queue;

  /** Null if nobody is notified of changes by this process. */
  private final NotifyBeans notify;

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CallCounts counts = new CallCounts();
  private final StoredView stored;
  private final StoredMetrics storedMetrics;
  private final PublicationRate rate;

  /**
   * Reads what an earlier process left.
   *
   * @throws IOException if the data directory holds something unreadable
   * @throws UsageException if the trusted certificates cannot be used
   */
  ViewBeans(ProcessName process, ViewConfig config, DataDirectory directory)
      throws IOException, UsageException {
    this(process, config, directory, new SteadyClock());
  }

  /** The same with a clock of the caller's own for when a read is due; it is never set back. */
  ViewBeans(ProcessName process, ViewConfig config, DataDirectory directory, InstantSource steady)
      throws IOException, UsageException {
    this.process = process;
    this.config = config;
    this.directory = directory;
    this.steady = steady;
    config.view().memory().ifPresent(heap -> System.setProperty(Bounds.MEMORY, heap.toString()));
    Clock clock = Clock.systemUTC();
    directory.removeLeftovers(clock.instant());
    this.lock =
        DataLock.open(
            directory.lock(),
            Durations.named("view.lock.wait", "waits for the lock of the data directory")
                    .register(meters)
                ::record);
    this.cluster =
        config
            .cluster()
            .map(
                settings ->
                    new ClusterBeans(settings, process, mapping().toString(), meters, steady))
            .orElse(null);
    this.turn = cluster == null ? new LocalTurn() : cluster.turn();
    this.versions =
        cluster == null
            ? new HybridClock(clock, new VersionFile(directory)::beyond)
            : cluster.versions();
    this.shared = opened();
    this.queue =
        process.listens()
            ? new QueueBeans(config, directory, shared, versions, readRequests(), meters, steady)
            : null;
    this.notify =
        notifies(process, config)
            ? new NotifyBeans(config, directory, this::settled, meters, steady)
            : null;
    this.stored = new StoredView(directory);
    this.rate = new PublicationRate(config.view().publishShare(), steady);
    this.storedMetrics =
        process.syncs()
            ? new StoredMetrics(
                stored, new ViewMetrics(meters, () -> shared.current().sources(), clock))
            : null;
    this.sources = new SourceBeans(config, counts, meters);
    ViewSettings view = config.view();
    this.budget = new LoadBudget(view.load(), view.longestRest(), steady);
    LoadMetrics.register(meters, budget);
    this.portalTurn = new PortalTurn(directory.portalLock());
    this.lookTurn = new LookTurn(directory.lookLock());
  }

  /**
   * The generation of the view that the files show, whose changes no crash takes back; 0 if it is
   * not known.
   */
  private long settled() {
    State published = shared.published();
    return published == null ? 0 : published.generation();
  }

  /** Whether a process sends changes: one of a data directory does. */
  static boolean notifies(ProcessName process, ViewConfig config) {
    return process.syncs() && !config.notified().isEmpty();
  }

  /** Reads what earlier processes left, and what others write at the same time. */
  private SharedState opened() throws IOException {
    try {
      lock.acquire();
      try {
        SharedState found =
            cluster == null
                ? new SharedState(directory, versions)
                : cluster.open(directory, versions);
        if (process.listens()) {
          found.publishAgain(); // it may now be mapped otherwise, and no full sync comes with it
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

  private ReadRequestLog readRequests() {
    return cluster == null ? new FileReadRequests(directory.marks()) : cluster.readRequests();
  }

  private MappingSettings mapping() {
    return new MappingSettings(
        config.concertim().defaultRackHeight(), config.view().requireOrder());
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
        config.view().maxAge(),
        config.view().links(),
        budget::cost,
        cluster == null ? List::of : cluster.members()::all);
  }

  /** What is counted and measured, in the text format of Prometheus. */
  String scrape() {
    if (storedMetrics != null) {
      storedMetrics.follow();
    }
    return RenewedGauges.scrape(meters);
  }

  /** Puts the objects where routes find them by name. */
  void bind(CamelContext context) {
    Clock clock = Clock.systemUTC();
    context.getCamelContextExtension().addInterceptStrategy(new LogContext());
    EnumNames.register(context.getTypeConverterRegistry());
    Registry registry = context.getRegistry();
    sources.bind(registry, context);
    bindHealth(context, clock);

    EntityTags tags = new EntityTags(this::allThatIsKnown);
    Map<Kind, RowParser> parsers = new EnumMap<>(Kind.class);
    parsers.putAll(ConcertimRows.parsers());
    parsers.putAll(OpenStackRows.parsers());
    parsers.putAll(KillBillRows.parsers());
    RowReader rows = new RowReader(parsers, shared::layers);
    registry.bind("listReader", new ListReader(versions, tags, rows));
    registry.bind("rackDevices", new RackDevices(shared::layers, rows, new LogOnce(clock)));
    registry.bind("rootCheck", new RootCheck());
    registry.bind("sourceReadAggregation", new SourceReadAggregation());
    registry.bind("failedRead", new FailedRead(versions));
    Map<Kind, RowParser> byId = new EnumMap<>(parsers);
    byId.put(Kind.STACK, OpenStackRows::shownStack);
    byId.put(Kind.RACK, ConcertimRows::shownRack);
    registry.bind("stackParts", new StackParts(versions, shared::layers, new LogOnce(clock)));
    registry.bind("lookup", new ObjectLookup(versions, new ObjectAnswer(byId), new LogOnce(clock)));

    ViewSettings view = config.view();
    ResyncFiles files = new ResyncFiles(directory, turn, clock);
    DeletionGate gate = new DeletionGate(view.deletions().threshold(), view.deletions().minimum());
    LastMapping mapping = new LastMapping(mapping());
    registry.bind("sharedState", shared);
    registry.bind("changesSince", new ChangesSince(() -> shared.current().asOf()));
    registry.bind("newcomers", new Newcomers(shared::layers));
    registry.bind("computeCells", new ComputeCells());
    Counter missed =
        Counter.builder("view.stacks.missed")
            .description("stacks that had changed without a new status or time when read again")
            .register(meters);
    registry.bind(
        "stackReader", new StackReader(shared::layers, view.fullRereadEvery(), missed::increment));
    registry.bind("viewUpdate", new ViewUpdate(clock, mapping, shared));
    ViewRecorder recorder = new ViewRecorder(new DeltaLog(directory, view.historyBytes()));
    registry.bind(
        "changeHistory",
        new ChangeHistory(
            new ChangeLog(directory, view.historyBytes()),
            recorder,
            new PreviousView(directory, shared, mapping(), clock),
            shared,
            clock,
            meters));
    registry.bind("pickleWatch", new PickleWatch(directory, lock, shared, new LogOnce(clock)));
    registry.bind("unpublishedCheck", new UnpublishedCheck(lock, shared, rate, steady));
    registry.bind("loadBudget", budget);
    registry.bind("offerWatch", offerWatch(view));
    registry.bind("portalTurn", portalTurn);
    registry.bind("lookTurn", lookTurn);
    registry.bind("portalRefresh", new PortalRefresh(shared, gate, tags, new LogOnce(clock)));
    registry.bind("resyncFiles", files);
    registry.bind("flattenBodies", new FlattenBodies());
    registry.bind("sourceTimer", new SourceTimer(budget, meters));
    FullLists fullLists =
        new FullLists(shared::current, files, this::isListening, view.fullListsEvery(), clock);
    registry.bind("fullLists", fullLists);
    if (process.syncs()) {
      registry.bind(
          "syncCycle",
          new SyncCycle(
              clock, gate, mapping, files, view.killbillInterval(), tags, shared, fullLists));
      registry.bind("syncReport", new SyncReport(clock, counts, meters));
      registry.bind("hostClock", new HostClock(clock, steady));
    }
    if (queue != null) {
      queue.bind(registry, context, parsers.get(Kind.CUSTOM_FIELD));
    }
    if (notify != null) {
      notify.bind(registry, context);
    }
    registry.bind("storedView", stored);
    registry.bind("publicationRate", rate);
    QuietView quiet =
        new QuietView(() -> cluster != null && shared.isStored() && cluster.isCutOff());
    registry.bind("quietView", quiet);
    registry.bind("viewFiles", new ViewFiles(directory, shared, stored, rate, recorder, quiet));
    registry.bind("json", StoreJson.MAPPER);
    registry.bind("underDataLock", new UnderDataLock(lock, shared));
    registry.bind("turn", turn);
    if (cluster != null) {
      cluster.bind(registry, directory, (ReplicatedState) shared);
    }
    registry.bind("dataDirectory", directory);
  }

  /** Whether this process or the one beside it hears of changes. */
  private boolean isListening() {
    return QueueHealthFile.saysListening(directory.queueHealth(), Instant.now());
  }

  /** The longest pause is the time between two reads of the portal's lists. */
  private OfferWatch offerWatch(ViewSettings view) {
    Duration every = view.cron().isPresent() ? LONGEST_OFFER_PAUSE : view.interval();
    return new OfferWatch(
        shared::offer,
        () -> process.listens() && turn.isOurs(),
        view.queue().portalInterval(),
        () -> {
          Duration period = budget.period(Source.CONCERTIM);
          return period.compareTo(every) > 0 ? period : every;
        },
        budget,
        steady);
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
    if (notify != null) {
      health.addNotify(notify::state);
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
    if (notify != null) {
      notify.stop();
    }
  }

  @Override
  public void close() {
    stopWriting();
    stopReading();
    try {
      portalTurn.close();
      lookTurn.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (queue != null) {
      queue.close();
    }
    if (notify != null) {
      notify.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }
}

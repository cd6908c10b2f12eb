package io.concertim.view.sync;

import io.concertim.view.mapping.Mapped;
import io.concertim.view.mapping.MappingSettings;
import io.concertim.view.mapping.ViewMapping;
import io.concertim.view.merge.Absence;
import io.concertim.view.merge.DeletionGate;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.merge.Reading;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import io.concertim.view.source.EntityTags;
import io.concertim.view.store.State;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/** The steps of a full sync between reading and storing; one sync runs at a time. */
public final class SyncCycle {
  private final Clock clock;
  private final DeletionGate gate;
  private final MappingSettings settings;
  private final ResyncFiles files;
  private final Duration billingInterval;
  private final EntityTags tags;
  private volatile Known known;
  private volatile boolean billingReadHere;
  private volatile boolean rackPending;

  /**
   * @param billingInterval shortest time from one read of Kill Bill to the next
   * @param state what an earlier process left
   */
  public SyncCycle(
      Clock clock,
      DeletionGate gate,
      MappingSettings settings,
      ResyncFiles files,
      Duration billingInterval,
      EntityTags tags,
      State state) {
    this.clock = clock;
    this.gate = gate;
    this.settings = settings;
    this.files = files;
    this.billingInterval = billingInterval;
    this.tags = tags;
    this.known = Known.from(state);
  }

  /** The layers as the last sync left them. */
  public Layers layers() {
    return known.state().layers();
  }

  /**
   * Whether Kill Bill has to be read: its answers are dear and change seldom, but a pending rack
   * waits for them.
   */
  public boolean isBillingDue() {
    SourceStatus status = known.state().sources().get(Source.KILLBILL);
    return !billingReadHere
        || !status.complete()
        || rackPending
        || !clock.instant().isBefore(status.triedAt().plus(billingInterval));
  }

  /** What a sync takes for Kill Bill's answers when it is not due. */
  public Reading billingNotDue() {
    return Reading.notDue(Source.KILLBILL);
  }

  /** Starts a sync. */
  public void begin(Exchange exchange) {
    exchange.setProperty("syncStarted", clock.instant());
  }

  /**
   * Merges what was read; the body becomes what has to be confirmed by id.
   *
   * @param read null when no source was read in time
   */
  public List<Absence> absences(Exchange exchange, @Body List<Reading> read) throws Exception {
    Map<Source, Reading> readings = new EnumMap<>(Source.class);
    if (read != null) {
      read.forEach(reading -> readings.put(reading.source(), reading));
    }
    long now = HybridClock.micros(clock.instant());
    for (Source source : Source.values()) {
      readings.computeIfAbsent(
          source,
          late ->
              Reading.failed(
                  late, now, late.label() + ": not read in time, see view.source_deadline"));
    }
    SyncMerge merge = new SyncMerge(known, readings, gate, files.takeRelease());
    exchange.setProperty("merge", merge);
    return merge.absences();
  }

  /** Takes over what was confirmed, and maps all that is known; the body becomes the view. */
  public View map(
      Exchange exchange, @ExchangeProperty("merge") SyncMerge merge, @Body List<?> answers) {
    List<Observation> confirmed =
        answers.stream()
            .filter(Observation.class::isInstance)
            .map(Observation.class::cast)
            .toList();
    Known after = merge.after(confirmed);
    State state = after.state();
    Mapped mapped = ViewMapping.map(state.layers(), state.places(), settings);
    State next =
        new State(state.layers(), mapped.places(), state.sources(), state.generation() + 1);
    known = new Known(next, after.problems(), after.held());
    exchange.setProperty("state", next);
    billingReadHere |= state.sources().get(Source.KILLBILL).complete();
    rackPending = mapped.racks().stream().anyMatch(rack -> rack.pending() != null);
    for (Source source : Source.values()) {
      if (merge.clean().containsKey(source)) {
        tags.take(source, merge.clean().get(source));
      } else {
        tags.forget(source);
      }
    }
    return view(known, mapped);
  }

  private View view(Known after, Mapped mapped) {
    List<Problem> problems = new ArrayList<>(mapped.problems());
    after.problems().values().forEach(problems::addAll);
    List<HeldDeletion> held = new ArrayList<>();
    after.held().values().forEach(held::addAll);
    return new View(
        after.state().generation(),
        clock.instant(),
        after.state().sources(),
        mapped.teams(),
        mapped.users(),
        mapped.templates(),
        mapped.racks(),
        mapped.devices(),
        problems,
        held);
  }

  /**
   * Whether view.pickle may be written: not before the portal and the cloud have been read once,
   * for until then the view would be half a truth.
   */
  public boolean isPublishable(@ExchangeProperty("state") State state) {
    return wasRead(state, Source.CONCERTIM) && wasRead(state, Source.OPENSTACK);
  }

  private static boolean wasRead(State state, Source source) {
    SourceStatus status = state.sources().get(source);
    return status != null && status.readAt() != null;
  }
}

package io.concertim.view.sync;

import io.concertim.view.mapping.Mapped;
import io.concertim.view.mapping.MappingSettings;
import io.concertim.view.mapping.ViewMapping;
import io.concertim.view.merge.Absence;
import io.concertim.view.merge.DeletionGate;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Reading;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.View;
import io.concertim.view.source.EntityTags;
import io.concertim.view.store.SharedState;
import io.concertim.view.store.State;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
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
  private final BillingSchedule billing;
  private final EntityTags tags;
  private final SharedState shared;

  /**
   * @param billingInterval shortest time from one read of Kill Bill to the next
   * @param shared what is known
   */
  public SyncCycle(
      Clock clock,
      DeletionGate gate,
      MappingSettings settings,
      ResyncFiles files,
      Duration billingInterval,
      EntityTags tags,
      SharedState shared) {
    this.clock = clock;
    this.gate = gate;
    this.settings = settings;
    this.files = files;
    this.billing = new BillingSchedule(clock, billingInterval);
    this.tags = tags;
    this.shared = shared;
  }

  /** Whether Kill Bill has to be read. */
  public boolean isBillingDue() {
    return billing.isDue(shared.current().sources().get(Source.KILLBILL));
  }

  /** What a sync takes for Kill Bill's answers when it is not due. */
  public Reading billingNotDue() {
    return Reading.notDue(Source.KILLBILL);
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
    SyncMerge merge = new SyncMerge(shared.current(), readings, gate, files.isReleased());
    exchange.setProperty("merge", merge);
    return merge.absences();
  }

  /**
   * Merges what was confirmed and maps all that is known by now; the body becomes the view.
   *
   * @param answers the observations of what was confirmed; what else is in it was not answered
   */
  public View map(
      Exchange exchange,
      @ExchangeProperty("merge") SyncMerge merge,
      @ExchangeProperty("confirmed") List<?> answers)
      throws IOException {
    List<Observation> confirmed =
        answers.stream()
            .filter(Observation.class::isInstance)
            .map(Observation.class::cast)
            .toList();
    State before = shared.follow();
    exchange.setProperty("stateBefore", before);
    State known = merge.after(before, confirmed);
    Mapped mapped = ViewMapping.map(known.layers(), known.places(), settings);
    State next = known.published(mapped.places(), shared.nextGeneration());
    exchange.setProperty("state", next);
    exchange.setProperty("repaired", repaired(before, known));
    exchange.setProperty("publishable", next.isPublishable());
    return next.view(mapped, clock.instant());
  }

  /** By kind, what notifications had not brought; of a first sync everything is new. */
  private static Map<Kind, Integer> repaired(State before, State known) {
    return before.generation() == 0 ? Map.of() : Drift.between(before.layers(), known.layers());
  }

  /** Goes on from what has been stored. */
  public void stored(
      @ExchangeProperty("state") State state,
      @ExchangeProperty("view") View view,
      @ExchangeProperty("merge") SyncMerge merge)
      throws IOException {
    shared.replaced(state);
    if (merge.isReleased()) {
      files.dropRelease();
    }
    billing.stored(view, state.sources().get(Source.KILLBILL));
    for (Source source : Source.values()) {
      if (merge.clean().containsKey(source)) {
        tags.take(merge.clean().get(source));
      } else {
        tags.forget(source);
      }
    }
  }
}

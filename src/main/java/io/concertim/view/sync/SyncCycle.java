// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import io.concertim.view.mapping.Mapped;
import io.concertim.view.merge.DeletionGate;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.MissingObject;
import io.concertim.view.merge.SourceRead;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import io.concertim.view.source.EntityTags;
import io.concertim.view.state.Drift;
import io.concertim.view.state.LastMapping;
import io.concertim.view.state.State;
import io.concertim.view.state.StateChange;
import io.concertim.view.state.SyncMerge;
import io.concertim.view.store.SharedState;
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
  private final LastMapping mapping;
  private final ResyncFiles files;
  private final BillingSchedule billing;
  private final EntityTags tags;
  private final SharedState shared;
  private final FullLists fullLists;

  /**
   * @param billingInterval shortest time from one read of Kill Bill to the next
   * @param shared what is known
   */
  public SyncCycle(
      Clock clock,
      DeletionGate gate,
      LastMapping mapping,
      ResyncFiles files,
      Duration billingInterval,
      EntityTags tags,
      SharedState shared,
      FullLists fullLists) {
    this.clock = clock;
    this.gate = gate;
    this.mapping = mapping;
    this.files = files;
    this.billing = new BillingSchedule(clock, billingInterval);
    this.tags = tags;
    this.shared = shared;
    this.fullLists = fullLists;
  }

  /** Whether Kill Bill has to be read. */
  public boolean isBillingDue() {
    return billing.isDue(shared.current().sources().get(Source.KILLBILL));
  }

  /** What a sync takes for Kill Bill's answers when it is not due. */
  public SourceRead billingNotDue() {
    return SourceRead.notDue(Source.KILLBILL);
  }

  /**
   * Merges what was read; the body becomes what has to be confirmed by id.
   *
   * @param read null when no source was read in time
   */
  public List<MissingObject> absences(Exchange exchange, @Body List<SourceRead> read)
      throws Exception {
    Map<Source, SourceRead> readings = new EnumMap<>(Source.class);
    if (read != null) {
      read.forEach(reading -> readings.put(reading.source(), reading));
    }
    long now = HybridClock.micros(clock.instant());
    for (Source source : Source.values()) {
      readings.computeIfAbsent(
          source,
          late ->
              SourceRead.failed(
                  late, now, late.label() + ": not read in time, see view.source_deadline"));
    }
    SyncMerge merge = new SyncMerge(shared.current(), readings, gate, files.isReleased());
    exchange.setProperty("merge", merge);
    return merge.absences();
  }

  /**
   * Merges what was confirmed and maps all that is known by now; the body becomes the view.
   *
   * @param answers what was observed of the objects that were asked for by id, and those that it
   *     was not told of
   */
  public View map(
      Exchange exchange,
      @ExchangeProperty("merge") SyncMerge merge,
      @ExchangeProperty("confirmed") List<?> answers)
      throws IOException {
    State before = shared.follow();
    exchange.setProperty("stateBefore", before);
    State known = merge.after(before, answers);
    Mapped mapped = mapping.of(known);
    State next = known.published(mapped.places(), shared.nextGeneration());
    exchange.setProperty("state", next);
    StateChange change = StateChange.between(before, next);
    exchange.setProperty("change", change);
    exchange.setProperty("repaired", repaired(before, change));
    exchange.setProperty("publishable", next.isPublishable());
    return next.view(mapped, clock.instant());
  }

  /** By kind, what notifications had not brought; of a first sync everything is new. */
  private static Map<Kind, Integer> repaired(State before, StateChange change) {
    return before.generation() == 0 ? Map.of() : Drift.of(change, before.layers());
  }

  /** Lets the other hosts of a cluster know what the sync has changed: it counts from here on. */
  public void agree(
      @ExchangeProperty("state") State state, @ExchangeProperty("change") StateChange change)
      throws IOException {
    shared.agree(state, change);
  }

  /** Whether all that is known is to be written, else only what the sync has changed. */
  public boolean isSnapshotDue(@ExchangeProperty("change") StateChange change) throws IOException {
    return shared.isSnapshotDue(change);
  }

  /** Writes what the sync has changed into the journal. */
  public void journal(
      @ExchangeProperty("state") State state, @ExchangeProperty("change") StateChange change)
      throws IOException {
    shared.publishing(state, change);
  }

  /**
   * Goes on from what has been stored. Sets the exchange property {@code allRead}: whether each
   * system was read completely.
   *
   * @param resync the one that was asked for when the sync began; null if none was
   */
  public void stored(
      Exchange exchange,
      @ExchangeProperty("resync") String resync,
      @ExchangeProperty("stateBefore") State before,
      @ExchangeProperty("state") State state,
      @ExchangeProperty("view") View view,
      @ExchangeProperty("merge") SyncMerge merge)
      throws IOException {
    if (merge.isReleased()) {
      files.dropRelease();
    }
    exchange.setProperty(
        "allRead", view.sources().values().stream().allMatch(SourceStatus::complete));
    fullLists.stored(resync, before, state);
    billing.stored(view, state.sources().get(Source.KILLBILL));
    tags.follow(merge.sources(), merge.clean());
  }
}

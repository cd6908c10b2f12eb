// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import io.concertim.view.history.Change;
import io.concertim.view.history.ChangeLog;
import io.concertim.view.history.Owners;
import io.concertim.view.history.ViewDifference;
import io.concertim.view.history.ViewDifference.Difference;
import io.concertim.view.model.view.View;
import io.concertim.view.state.State;
import io.concertim.view.store.SharedState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records, logs and counts what each view changes, compared with the view before. */
public final class ChangeHistory {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeHistory.class);
  private static final int MOST_LOGGED = 10;
  private static final int MOST_UNWRITTEN = 10_000;

  private final ChangeLog changes;
  private final ViewRecorder recorder;
  private final PreviousView earlierView;
  private final SharedState shared;
  private final Clock clock;
  private final MeterRegistry meters;
  private final List<Change> unwritten = new ArrayList<>();

  public ChangeHistory(
      ChangeLog changes,
      ViewRecorder recorder,
      PreviousView earlierView,
      SharedState shared,
      Clock clock,
      MeterRegistry meters) {
    this.changes = changes;
    this.recorder = recorder;
    this.earlierView = earlierView;
    this.shared = shared;
    this.clock = clock;
    this.meters = meters;
  }

  /**
   * Writes the changes to changes.jsonl, views.jsonl and the log, and sets the exchange property
   * {@code viewChanges} to them. Called by the holder of the lock, before the view is written to
   * the files. If the process ends before the journal says that they are told, the next call
   * removes them again.
   *
   * @param before the state before
   * @param causes why objects were read again; null for a full sync
   */
  public synchronized void record(
      Exchange exchange,
      @ExchangeProperty("stateBefore") State before,
      @ExchangeProperty("view") View view,
      @ExchangeProperty("causes") Causes causes)
      throws IOException {
    PreviousView.Found earlier = earlierView.find();
    List<Change> found = earlier == null ? List.of() : changes(earlier.view(), view, why(causes));
    exchange.setProperty("viewChanges", found);
    if (earlier != null) {
      write(found, earlier.view(), before);
      recorder.record(earlier, view);
    }
    shared.tell();
    earlierView.told(view);
    found.forEach(change -> count(change, why(causes).of(change.id())));
    log(found);
  }

  private List<Change> changes(View earlier, View view, Causes causes) {
    List<Change> found = new ArrayList<>();
    Instant now = clock.instant();
    List<Difference> differences = ViewDifference.between(earlier, view);
    Owners owners = new Owners(differences, earlier, view);
    for (Difference one : differences) {
      found.add(change(one, owners, view.generation(), causes.of(one.id()), now));
    }
    return found;
  }

  private void write(List<Change> found, View earlier, State before) {
    State published = shared.published();
    long whole = Math.max(earlier.generation(), published == null ? 0 : published.generation());
    unwritten.removeIf(change -> change.generation() > whole);
    unwritten.addAll(found);
    try {
      if (whole < before.generation()) {
        changes.takeBack(whole);
      }
      changes.add(unwritten);
      unwritten.clear();
    } catch (IOException e) {
      LOG.warn("{} changes cannot be added to changes.jsonl: {}", unwritten.size(), e.toString());
      unwritten.subList(0, Math.max(0, unwritten.size() - MOST_UNWRITTEN)).clear();
    }
  }

  private static Causes why(Causes causes) {
    return causes == null ? Causes.FULL_SYNC : causes;
  }

  private void count(Change change, Causes.Cause cause) {
    Counter.builder("view.changes")
        .description("fields and objects that differ from the view before")
        .tags("kind", change.kind(), "op", change.op().name().toLowerCase(Locale.ROOT))
        .tag("cause", cause.group())
        .register(meters)
        .increment();
  }

  private static Change change(
      Difference one, Owners owners, long generation, Causes.Cause cause, Instant now) {
    Long delay =
        cause.at() == null ? null : Math.max(0, Duration.between(cause.at(), now).toMillis());
    return new Change(
        now,
        generation,
        cause.text(),
        delay,
        one.kind(),
        one.id(),
        one.name(),
        one.op(),
        one.field(),
        one.before(),
        one.after(),
        owners.rack(one),
        owners.team(one));
  }

  private static void log(List<Change> found) {
    found.stream()
        .limit(MOST_LOGGED)
        .forEach(change -> LOG.info("{}; {}", change.text(), change.because()));
    if (found.size() > MOST_LOGGED) {
      LOG.info("and {} more changes, see changes.jsonl", found.size() - MOST_LOGGED);
    }
  }
}

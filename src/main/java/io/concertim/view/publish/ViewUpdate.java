// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import io.concertim.view.log.LogOnce;
import io.concertim.view.mapping.Mapped;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.view.View;
import io.concertim.view.state.LastMapping;
import io.concertim.view.state.State;
import io.concertim.view.store.SharedState;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Updates the view by single observations between two full syncs, with the same mapping (decision
 * D5).
 */
public final class ViewUpdate {
  private static final Logger LOG = LoggerFactory.getLogger(ViewUpdate.class);

  private static final String FILES = "files";
  private static final int MOST_REPORTED = 1000;

  private final Clock clock;
  private final LastMapping mapping;
  private final SharedState shared;
  private final LogOnce logOnce;
  private Causes untold;

  /** What was told last when these causes were noted. */
  private State toldBefore;

  /** What was read again since the files were written last. */
  private final List<Observation> unreported = new ArrayList<>();

  public ViewUpdate(Clock clock, LastMapping mapping, SharedState shared) {
    this.clock = clock;
    this.mapping = mapping;
    this.shared = shared;
    this.logOnce = new LogOnce(clock);
  }

  /**
   * Makes the observations durable, or lets {@link #map} do so. The exchange property {@code
   * changed} says whether a view has to be made: if the state holds something that the files do not
   * show, or if there is no observation, which is a request to publish at once; the property {@code
   * publishNow} says whether it is one.
   */
  public void take(Exchange exchange, @Body List<Observation> observations) throws IOException {
    State before = shared.follow();
    exchange.setProperty("stateBefore", before);
    exchange.setProperty("causes", causes(exchange.getProperty("causes", Causes.class)));
    State after = shared.addUnsynced(observations);
    boolean changed = observations.isEmpty() || shared.isUntold();
    if (!changed) {
      shared.sync(); // else the mapping that follows does
    }
    exchange.setProperty("changed", changed);
    exchange.setProperty("publishNow", observations.isEmpty());
    unreported.addAll(after.changesSince(before, observations));
    unreported.subList(0, Math.max(0, unreported.size() - MOST_REPORTED)).clear();
    mapping.add(before, after, observations);
  }

  /** Adds the causes of what could not be told before. */
  @SuppressWarnings("ReferenceEquality") // each publication has a state of its own
  private Causes causes(Causes given) {
    State told = shared.told();
    Causes earlier = shared.isUntold() && told == toldBefore ? untold : null;
    toldBefore = told;
    untold = given == null ? earlier : given.after(earlier);
    return untold == null ? Causes.MADE_ANEW : untold;
  }

  /**
   * Maps the state, which is durable then; the body becomes the view. What a host of a cluster has
   * published keeps its generation on all others.
   */
  public View map(Exchange exchange) throws IOException {
    State known = shared.current();
    Mapped mapped = mapping.of(known);
    State next = known;
    if (!shared.isAgreed()) {
      next = known.published(mapped.places(), shared.nextGeneration());
      shared.publishing(next);
    }
    exchange.setProperty("state", next);
    exchange.setProperty("publishable", next.isPublishable());
    return next.view(mapped, clock.instant());
  }

  /** Logs what made the files change. */
  public void report(@ExchangeProperty("view") View view) {
    if (unreported.isEmpty()) {
      LOG.debug("generation {} published again", view.generation());
      return;
    }
    List<Observation> changes = List.copyOf(unreported);
    unreported.clear();
    LOG.info(
        "generation {} stored: {} racks, {} devices; {} objects read again: {}",
        view.generation(),
        view.racks().size(),
        view.devices().size(),
        changes.size(),
        named(changes));
  }

  /** Logs why the files could not be read or written; the same reason only once. */
  public void failed(
      Exchange exchange, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    String reason = failure.toString();
    if (!exchange.getContext().isStopping() && logOnce.isNew(FILES, reason)) {
      LOG.error("the data directory cannot be kept up to date: {}; it is tried again", reason);
      LOG.debug("it failed", failure);
    }
  }

  /** Makes the next failure be logged again. */
  public void recovered() {
    if (!shared.isUnpublished() && logOnce.isOver(FILES)) {
      LOG.info("the data directory is kept up again");
    }
  }

  private static String named(List<Observation> changes) {
    String some =
        String.join(
            ", ",
            changes.stream()
                .limit(5)
                .map(o -> o.kind().label() + " " + o.id() + (o.isGone() ? " gone" : ""))
                .toList());
    return changes.size() > 5 ? some + ", …" : some;
  }
}

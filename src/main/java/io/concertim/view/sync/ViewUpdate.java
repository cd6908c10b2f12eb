package io.concertim.view.sync;

import io.concertim.view.mapping.Mapped;
import io.concertim.view.mapping.MappingSettings;
import io.concertim.view.mapping.Remapping;
import io.concertim.view.mapping.ViewMapping;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.view.View;
import io.concertim.view.source.News;
import io.concertim.view.store.SharedState;
import io.concertim.view.store.State;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.time.Clock;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over single observations between two full syncs, by the same mapping (design D5). */
public final class ViewUpdate {
  private static final Logger LOG = LoggerFactory.getLogger(ViewUpdate.class);

  private static final String FILES = "files";

  private final Clock clock;
  private final MappingSettings settings;
  private final SharedState shared;
  private final News news;
  private Causes unpublished;

  /** What was mapped last; it goes where memory is short, and then all is mapped anew. */
  private SoftReference<Remapping> last = new SoftReference<>(null);

  public ViewUpdate(Clock clock, MappingSettings settings, SharedState shared) {
    this.clock = clock;
    this.settings = settings;
    this.shared = shared;
    this.news = new News(clock);
  }

  /**
   * Makes the observations durable. The exchange property {@code changed} says whether the view has
   * to be made anew: when something is known that it does not show, or there is no observation,
   * which asks for it.
   */
  public void take(Exchange exchange, @Body List<Observation> observations) throws IOException {
    State before = shared.follow();
    exchange.setProperty("stateBefore", before);
    exchange.setProperty("causes", causes(exchange.getProperty("causes", Causes.class)));
    State after = shared.add(observations);
    exchange.setProperty("changed", observations.isEmpty() || shared.isUnpublished());
    exchange.setProperty("changes", after.news(before, observations));
    goOn(before, after, observations);
  }

  /** Maps what was added into the last mapping, if that is of the state before and it can be. */
  private void goOn(State before, State after, List<Observation> added) {
    Remapping known = last.get();
    boolean isOfBefore = known != null && known.isOf(before.layers(), before.places());
    last = new SoftReference<>(isOfBefore ? known.with(after.layers(), added).orElse(null) : null);
  }

  /** Also those of what could not be published before. */
  private Causes causes(Causes given) {
    Causes earlier = shared.isUnpublished() ? unpublished : null;
    unpublished = given == null ? earlier : given.after(earlier);
    return unpublished == null ? Causes.MADE_ANEW : unpublished;
  }

  /** Maps all that is known; the body becomes the view. */
  public View map(Exchange exchange) throws IOException {
    State known = shared.current();
    Remapping mapping = last.get();
    if (mapping == null || !mapping.isOf(known.layers(), known.places())) {
      mapping =
          Remapping.of(known.layers(), ViewMapping.map(known.layers(), known.places(), settings));
      last = new SoftReference<>(mapping);
    }
    Mapped mapped = mapping.mapped();
    State next = known.published(mapped.places(), shared.nextGeneration());
    shared.publishing(next);
    exchange.setProperty("state", next);
    exchange.setProperty("publishable", next.isPublishable());
    return next.view(mapped, clock.instant());
  }

  /** Tells what made the view change. */
  public void report(
      @ExchangeProperty("view") View view, @ExchangeProperty("changes") List<Observation> changes) {
    if (changes.isEmpty()) {
      LOG.debug("generation {} made anew", view.generation());
      return;
    }
    LOG.info(
        "generation {} stored: {} racks, {} devices; {} objects read anew: {}",
        view.generation(),
        view.racks().size(),
        view.devices().size(),
        changes.size(),
        named(changes));
  }

  /** Tells why the files could not be looked at or made anew; the same reason only once. */
  public void failed(
      Exchange exchange, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    String reason = failure.toString();
    if (!exchange.getContext().isStopping() && news.isNew(FILES, reason)) {
      LOG.error("the data directory cannot be kept up: {}; it is tried again", reason);
      LOG.debug("it failed", failure);
    }
  }

  /** The next failure is told again. */
  public void recovered() {
    if (!shared.isUnpublished() && news.isOver(FILES)) {
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

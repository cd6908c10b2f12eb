package io.concertim.view.sync;

import io.concertim.view.merge.Absence;
import io.concertim.view.merge.DeletionGate;
import io.concertim.view.merge.Reading;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Source;
import io.concertim.view.source.EntityTags;
import io.concertim.view.source.News;
import io.concertim.view.store.SharedState;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over between two full syncs what fe_updates has just made in the portal or removed from it,
 * so that it is not offered again (suite.md section 4, fe_updates rule 3).
 */
public final class PortalRefresh {
  private static final Logger LOG = LoggerFactory.getLogger(PortalRefresh.class);

  private final SharedState shared;
  private final DeletionGate gate;
  private final EntityTags tags;
  private final News news;

  public PortalRefresh(SharedState shared, DeletionGate gate, EntityTags tags, News news) {
    this.news = news;
    this.shared = shared;
    this.gate = gate;
    this.tags = tags;
  }

  /** What the lists lack and has to be confirmed by id. */
  public List<Absence> absences(Exchange exchange, @Body Reading reading) {
    exchange.setProperty("portal", reading);
    DeletionGate.Decision decision = gate.judge(shared.layers(), reading, List.of());
    boolean clean =
        reading.problems().isEmpty() && decision.held().isEmpty() && decision.confirm().isEmpty();
    exchange.setProperty("clean", clean);
    return decision.confirm();
  }

  /**
   * All that was learnt.
   *
   * @param confirmed the observations of what was confirmed; what else is in it was not answered
   */
  public List<Observation> observations(
      Exchange exchange, @ExchangeProperty("portal") Reading reading, @Body List<?> confirmed) {
    exchange.setProperty("causes", Causes.PORTAL);
    List<Observation> all = new ArrayList<>(reading.observations());
    confirmed.stream()
        .filter(Observation.class::isInstance)
        .map(Observation.class::cast)
        .forEach(all::add);
    return all;
  }

  /** Goes on from what has been stored. */
  public void stored(
      @ExchangeProperty("portal") Reading reading, @ExchangeProperty("clean") boolean clean) {
    if (clean) {
      tags.take(reading.entityTags());
    } else {
      tags.forget(Source.CONCERTIM);
    }
  }

  /** The portal could not be read; the next time tries again. */
  public void failed(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    if (news.isNew("portal", failure.getMessage())) {
      LOG.warn("the portal could not be read between two syncs: {}", failure.getMessage());
    }
  }
}

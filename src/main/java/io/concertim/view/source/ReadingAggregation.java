package io.concertim.view.source;

import io.concertim.view.merge.Reading;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** Puts the readings of one source's calls together. */
public final class ReadingAggregation implements AggregationStrategy {
  @Override
  public Exchange aggregate(Exchange oldExchange, Exchange newExchange) {
    if (oldExchange == null) {
      return newExchange;
    }
    Reading more = newExchange.getMessage().getBody(Reading.class);
    if (more != null) {
      oldExchange.getMessage().getBody(Reading.class).add(more);
    }
    return oldExchange;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import io.concertim.view.merge.SourceRead;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** Combines the reads of one source's calls into one. */
public final class SourceReadAggregation implements AggregationStrategy {
  @Override
  public Exchange aggregate(Exchange oldExchange, Exchange newExchange) {
    if (oldExchange == null) {
      return newExchange;
    }
    SourceRead more = newExchange.getMessage().getBody(SourceRead.class);
    if (more != null) {
      oldExchange.getMessage().getBody(SourceRead.class).add(more);
    }
    return oldExchange;
  }
}

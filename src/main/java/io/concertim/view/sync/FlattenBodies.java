// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** Collects the bodies of parallel branches in one list; a list is added item by item. */
public final class FlattenBodies implements AggregationStrategy {
  @Override
  public Exchange aggregate(Exchange oldExchange, Exchange newExchange) {
    Exchange collecting = oldExchange;
    if (collecting == null) {
      collecting = newExchange.copy();
      collecting.getMessage().setBody(new ArrayList<>());
    }
    @SuppressWarnings("unchecked")
    List<Object> all = collecting.getMessage().getBody(List.class);
    Object body = newExchange.getMessage().getBody();
    if (body instanceof Collection<?> items) {
      all.addAll(items);
    } else if (body != null) {
      all.add(body);
    }
    return collecting;
  }
}

package io.concertim.view.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** Collects what parallel branches ended with in one list; lists are added item by item. */
public final class Collected implements AggregationStrategy {
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

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.MissingObject;
import io.concertim.view.model.layer.CustomField;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.source.JsonPage;
import io.concertim.view.source.Row;
import io.concertim.view.source.RowException;
import io.concertim.view.source.RowParser;
import io.concertim.view.source.http.UrlPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the billing subscriptions of a stack, by the custom fields that have its id. */
public final class SubscriptionSearch {
  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionSearch.class);

  private final HybridClock clock;
  private final RowParser parser;

  /**
   * @param parser of custom fields
   */
  public SubscriptionSearch(HybridClock clock, RowParser parser) {
    this.clock = clock;
    this.parser = parser;
  }

  /** Addresses the search for the custom fields with a stack's id. */
  public void begin(Exchange exchange, @ExchangeProperty("task") ReadTask task) {
    exchange.setProperty("system", Kind.CUSTOM_FIELD.service());
    exchange.setProperty(
        "path",
        "/1.0/kb/customFields/search/" + UrlPath.segment(task.request().id()) + "?limit=1000");
    exchange.setProperty("started", clock.next());
    exchange.setProperty("shown", new ArrayList<Observation>());
  }

  /**
   * Takes over the custom fields that tie a subscription to the stack; the body becomes their
   * subscriptions.
   */
  public List<MissingObject> fields(
      @Body InputStream body,
      @ExchangeProperty("task") ReadTask task,
      @ExchangeProperty("shown") List<Observation> shown,
      @ExchangeProperty("started") long started)
      throws IOException {
    List<MissingObject> subscriptions = new ArrayList<>();
    JsonPage.read(
        body,
        node -> {
          Row row = new Row(node);
          if ("openstack_stack_id".equals(row.text("name"))
              && task.request().id().equals(row.text("value"))) {
            take(row, started, shown, subscriptions);
          }
        });
    return subscriptions;
  }

  /** One field that makes no sense hides no other. */
  private void take(
      Row row, long started, List<Observation> shown, List<MissingObject> subscriptions) {
    try {
      for (Fact fact : parser.parse(row)) {
        shown.add(Observation.of(Kind.CUSTOM_FIELD, started, fact));
        String subscription = ((CustomField) fact).objectId();
        subscriptions.add(new MissingObject(Kind.SUBSCRIPTION, subscription, null));
      }
    } catch (RowException e) {
      LOG.warn("custom field {} is left out: it {}", row.text("customFieldId"), e.getMessage());
    }
  }

  /** Takes over one subscription. */
  public void found(
      @Body List<Observation> subscription, @ExchangeProperty("shown") List<Observation> shown) {
    shown.addAll(subscription);
  }
}

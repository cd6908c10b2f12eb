package io.concertim.view.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.merge.Absence;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.NestedStack;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.source.JsonPage;
import io.concertim.view.source.Row;
import io.concertim.view.source.RowParser;
import io.concertim.view.source.UrlPath;
import io.concertim.view.source.openstack.OpenStackRows;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/** Reads what systems answer when they are asked for one object. */
public final class ObjectAnswers {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HybridClock clock;
  private final Supplier<Layers> known;
  private final Map<Kind, RowParser> parsers;

  /**
   * @param known the layers as they are now
   * @param parsers of the rows of lists; an object alone looks the same
   */
  public ObjectAnswers(HybridClock clock, Supplier<Layers> known, Map<Kind, RowParser> parsers) {
    this.clock = clock;
    this.known = known;
    this.parsers = Map.copyOf(parsers);
  }

  /** What to ask for; a stack is asked for by name too, where it is known, which saves a call. */
  public Absence address(@ExchangeProperty("task") ReadTask task) {
    Mark mark = task.mark();
    return new Absence(
        mark.kind(),
        mark.id(),
        known.get().observation(mark.kind(), mark.id()).map(Observation::fact).orElse(null));
  }

  /** The object, as the answer's only field shows it. */
  public List<Observation> object(
      @Body InputStream body,
      @ExchangeProperty("task") ReadTask task,
      @ExchangeProperty("started") long started)
      throws IOException {
    Mark mark = task.mark();
    JsonNode object = JSON.readTree(body);
    Row row = new Row(object.elements().hasNext() ? object.elements().next() : object);
    if (mark.kind() == Kind.SERVER && "DELETED".equals(row.text("status"))) {
      return List.of(Observation.gone(mark.kind(), mark.id(), started));
    }
    List<Observation> shown = new ArrayList<>();
    for (Fact fact : parsers.get(mark.kind()).parse(row)) {
      shown.add(Observation.of(mark.kind(), started, fact));
    }
    return shown;
  }

  /** The system does not know the object. */
  public List<Observation> gone(
      @ExchangeProperty("task") ReadTask task, @ExchangeProperty("started") long started) {
    return List.of(Observation.gone(task.kind(), task.mark().id(), started));
  }

  /**
   * A stack's detail. The exchange property {@code parent} is set for a nested one, {@code stack}
   * for one whose resources have to be read too.
   */
  public List<Observation> stack(
      Exchange exchange, @Body InputStream body, @ExchangeProperty("started") long started)
      throws IOException {
    Row detail = new Row(JSON.readTree(body)).row("stack");
    Fact fact = OpenStackRows.shownStack(detail);
    List<Observation> shown = new ArrayList<>();
    exchange.setProperty("shown", shown);
    if (fact instanceof NestedStack nested) {
      exchange.setProperty("parent", nested.parentId());
    } else if (fact instanceof Stack stack) {
      if (stack.status().equals("DELETE_COMPLETE")) {
        shown.add(Observation.gone(Kind.STACK, stack.id(), started));
      } else {
        shown.add(Observation.of(Kind.STACK, started, stack));
        if (concernsUs(stack)) {
          exchange.setProperty("stack", stack);
          shown.add(
              Observation.of(
                  Kind.STACK_OUTPUTS, started, OpenStackRows.outputs(stack.id(), detail)));
        }
      }
    }
    return shown;
  }

  /** A project that is not known yet may be one of the suite's. */
  private boolean concernsUs(Stack stack) {
    Layers layers = known.get();
    return layers.fact(Project.class, stack.projectId()).map(Project::isManaged).orElse(true)
        || layers.facts(PortalRack.class).stream().anyMatch(r -> stack.id().equals(r.stackId()));
  }

  /** Addresses the call for a stack's resources. */
  public void beginResources(Exchange exchange, @ExchangeProperty("stack") Stack stack) {
    exchange.setProperty(
        "path",
        "/stacks/"
            + UrlPath.segment(stack.name())
            + "/"
            + UrlPath.segment(stack.id())
            + "/resources?nested_depth=50");
    exchange.setProperty("started", clock.next());
  }

  /** A stack's resources of all levels, together with its detail. */
  public List<Observation> resources(
      @Body InputStream body,
      @ExchangeProperty("stack") Stack stack,
      @ExchangeProperty("shown") List<Observation> shown,
      @ExchangeProperty("started") long started)
      throws IOException {
    List<Observation> all = new ArrayList<>(shown);
    StackResources tree = OpenStackRows.resources(stack.id(), null, body);
    all.add(Observation.of(Kind.STACK_RESOURCES, started, asListed(tree)));
    return all;
  }

  /**
   * A tree that is as it was keeps its stamp, so that the next sync need not read it again: the
   * stamp's list was begun before the earlier tree was read, and so before this one and its
   * outputs; whatever has changed since that list has another status or time in the next.
   */
  private StackResources asListed(StackResources read) {
    return known
        .get()
        .fact(StackResources.class, read.id())
        .filter(read::showsTheSameAs)
        .orElse(read);
  }

  /** Addresses the search for the custom fields with a stack's id. */
  public void beginSearch(Exchange exchange, @ExchangeProperty("task") ReadTask task) {
    killbill(
        exchange,
        "/1.0/kb/customFields/search/" + UrlPath.segment(task.mark().id()) + "?limit=1000");
  }

  /**
   * The custom fields that tie a subscription to the stack; the body becomes their subscriptions.
   */
  public List<String> fields(
      Exchange exchange,
      @Body InputStream body,
      @ExchangeProperty("task") ReadTask task,
      @ExchangeProperty("started") long started)
      throws IOException {
    List<Observation> shown = new ArrayList<>();
    List<String> subscriptions = new ArrayList<>();
    JsonPage.read(
        body,
        node -> {
          Row row = new Row(node);
          if ("openstack_stack_id".equals(row.text("name"))
              && task.mark().id().equals(row.text("value"))) {
            parsers
                .get(Kind.CUSTOM_FIELD)
                .parse(row)
                .forEach(fact -> shown.add(Observation.of(Kind.CUSTOM_FIELD, started, fact)));
            subscriptions.add(row.needed("objectId"));
          }
        });
    exchange.setProperty("shown", shown);
    return subscriptions;
  }

  /** Addresses the call for one subscription. */
  public void beginSubscription(Exchange exchange, @Body String subscription) {
    killbill(exchange, "/1.0/kb/subscriptions/" + UrlPath.segment(subscription));
  }

  /** The subscription, in the shape of a bundle of one. */
  public void subscription(
      @Body JsonNode subscription,
      @ExchangeProperty("shown") List<Observation> shown,
      @ExchangeProperty("started") long started) {
    Row bundle =
        new Row(
            JSON.createObjectNode().set("subscriptions", JSON.createArrayNode().add(subscription)));
    parsers
        .get(Kind.SUBSCRIPTION)
        .parse(bundle)
        .forEach(fact -> shown.add(Observation.of(Kind.SUBSCRIPTION, started, fact)));
  }

  private void killbill(Exchange exchange, String path) {
    exchange.setProperty("system", "killbill");
    exchange.setProperty("path", path);
    exchange.setProperty("started", clock.next());
  }
}

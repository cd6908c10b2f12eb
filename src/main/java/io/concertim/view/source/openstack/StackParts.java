// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.openstack;

import io.concertim.view.log.LogOnce;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.source.KnownFacts;
import io.concertim.view.source.RowException;
import io.concertim.view.source.http.SourceException;
import io.concertim.view.source.http.UrlPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one stack: itself, its outputs, and its resources. */
public final class StackParts {
  private static final Logger LOG = LoggerFactory.getLogger(StackParts.class);

  private final HybridClock clock;
  private final Supplier<Layers> known;
  private final LogOnce news;

  /**
   * @param known the layers as they are now
   */
  public StackParts(HybridClock clock, Supplier<Layers> known, LogOnce news) {
    this.news = news;
    this.clock = clock;
    this.known = known;
  }

  /** What an object's answer showed, without the outputs of a stack that does not concern us. */
  public List<Observation> concerning(@Body List<Observation> shown) {
    return stack(shown).map(this::concernsUs).orElse(true)
        ? shown
        : shown.stream().filter(seen -> seen.kind() == Kind.STACK).toList();
  }

  private static Optional<Stack> stack(List<Observation> shown) {
    return shown.stream()
        .map(Observation::fact)
        .filter(Stack.class::isInstance)
        .map(Stack.class::cast)
        .findFirst();
  }

  /** True also for a project that is not known yet, as it may be one of the suite's. */
  private boolean concernsUs(Stack stack) {
    Layers layers = known.get();
    return layers.fact(Project.class, stack.projectId()).map(Project::isManaged).orElse(true)
        || layers.facts(PortalRack.class).stream().anyMatch(r -> stack.id().equals(r.stackId()));
  }

  /**
   * Addresses the call for the resources of the stack that has answered.
   *
   * @throws RowException if what answered is no stack that has any
   */
  public void begin(Exchange exchange, @Body List<Observation> shown) {
    Stack stack =
        stack(shown).orElseThrow(() -> new RowException("is deleted or nested by now, it says"));
    exchange.setProperty(
        "path",
        Kind.STACK
                .path()
                .formatted(UrlPath.segment(stack.name()) + "/" + UrlPath.segment(stack.id()))
            + "/resources?nested_depth=50");
    exchange.setProperty("started", clock.next());
  }

  /**
   * A stack's resources of all levels, added to what its own answer showed.
   *
   * @param fingerprints of the list that showed the stack, by id; null if it was not listed
   */
  public List<Observation> resources(
      @Body InputStream body,
      @ExchangeProperty("shown") List<Observation> shown,
      @ExchangeProperty("fingerprints") Map<String, String> fingerprints,
      @ExchangeProperty("started") long started)
      throws IOException {
    String id = stack(shown).orElseThrow().id();
    StackResources tree =
        OpenStackRows.resources(id, fingerprints == null ? null : fingerprints.get(id), body);
    List<Observation> all = new ArrayList<>(shown);
    all.add(
        Observation.of(
            Kind.STACK_RESOURCES, started, fingerprints == null ? asListed(tree) : tree));
    return all.stream().map(new KnownFacts(known)::shared).toList();
  }

  /**
   * Heat shows the stack and refuses its resources, such as those of a type whose plug-in was
   * removed: what it shows is used, and the next full sync reports the rest (decision D16).
   */
  public List<Observation> refused(
      @ExchangeProperty("shown") List<Observation> shown,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) SourceException refusal) {
    String stack = "stack " + stack(shown).orElseThrow().id();
    if (news.isNew(stack, refusal.getMessage())) {
      LOG.warn(
          "{} is read without its resources, which stay as they were: {}",
          stack,
          refusal.getMessage());
    }
    return shown;
  }

  /**
   * An unchanged tree keeps its stamp, so that the next sync need not read it again. The list of
   * that stamp began before this tree was read; so whatever has changed since then shows another
   * status or time in the next list.
   */
  private StackResources asListed(StackResources read) {
    return known
        .get()
        .fact(StackResources.class, read.id())
        .filter(read::showsTheSameAs)
        .orElse(read);
  }
}

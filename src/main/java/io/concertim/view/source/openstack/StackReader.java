package io.concertim.view.source.openstack;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Reading;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.source.JsonPage;
import io.concertim.view.source.Row;
import io.concertim.view.source.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/** Chooses the stacks that concern us, and reads the answers about each. */
public final class StackReader {
  private static final String PREFIX = "CM_";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HybridClock clock;
  private final Predicate<String> isRack;

  /**
   * @param isRack whether the portal is known to show the stack with this id as a rack
   */
  public StackReader(HybridClock clock, Predicate<String> isRack) {
    this.clock = clock;
    this.isRack = isRack;
  }

  /** The stacks that are racks or may become some; the lists' reading is kept for the end. */
  public List<Stack> choose(Exchange exchange, @Body Reading lists) {
    exchange.setProperty("lists", lists);
    Set<String> managed =
        facts(lists, Project.class).stream()
            .filter(project -> project.name().startsWith(PREFIX))
            .map(Project::id)
            .collect(Collectors.toSet());
    return facts(lists, Stack.class).stream()
        .filter(stack -> managed.contains(stack.projectId()) || isRack.test(stack.id()))
        .toList();
  }

  private static <T extends Fact> List<T> facts(Reading reading, Class<T> type) {
    return reading.observations().stream()
        .map(Observation::fact)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** The lists' reading with what was read of the chosen stacks. */
  public Reading all(@ExchangeProperty("lists") Reading lists, @Body Object stacks) {
    if (stacks instanceof Reading reading) {
      lists.add(reading);
    }
    return lists;
  }

  /** Notes when the next call starts. */
  public void begin(Exchange exchange) {
    exchange.setProperty("started", clock.next());
  }

  /** The outputs in a stack's detail. */
  public Reading outputs(
      @Body InputStream body,
      @ExchangeProperty("stack") Stack stack,
      @ExchangeProperty("started") long started) {
    try {
      Row detail = new Row(JSON.readTree(body)).row("stack");
      if (!detail.isObject()) {
        throw new IOException("the answer holds no stack");
      }
      return one(
          Observation.of(Kind.STACK_OUTPUTS, started, OpenStackRows.outputs(stack.id(), detail)));
    } catch (IOException e) {
      throw unreadable("detail", stack, e);
    }
  }

  /** A stack's resources of all levels. */
  public Reading resources(
      @Body InputStream body,
      @ExchangeProperty("stack") Stack stack,
      @ExchangeProperty("started") long started) {
    try {
      List<Row> rows = new ArrayList<>();
      JsonPage.read(body, node -> rows.add(new Row(node)));
      return one(
          Observation.of(Kind.STACK_RESOURCES, started, OpenStackRows.resources(stack.id(), rows)));
    } catch (IOException e) {
      throw unreadable("resources", stack, e);
    }
  }

  private static SourceException unreadable(String what, Stack stack, IOException failure) {
    return new SourceException(
        "openstack: the "
            + what
            + " of stack "
            + stack.id()
            + " cannot be read: "
            + failure.getMessage(),
        failure);
  }

  /** A stack that was deleted after the list was read (python-defects B8). */
  public Reading vanished(
      @ExchangeProperty("stack") Stack stack, @ExchangeProperty("started") long started) {
    return one(Observation.gone(Kind.STACK, stack.id(), started));
  }

  /** A stack that Heat cannot show: what was known of it stays, the others go on. */
  public Reading unreadable(
      @ExchangeProperty("stack") Stack stack,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    Reading reading = new Reading(Source.OPENSTACK);
    reading.fail("stack " + stack.id() + " cannot be read: " + failure.getMessage());
    return reading;
  }

  private static Reading one(Observation observation) {
    Reading reading = new Reading(Source.OPENSTACK);
    reading.startedAt(observation.seen());
    reading.observe(observation);
    return reading;
  }
}

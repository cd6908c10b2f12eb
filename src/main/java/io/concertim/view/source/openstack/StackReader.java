package io.concertim.view.source.openstack;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.merge.Reading;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.NestedStack;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackOutputs;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.source.Row;
import io.concertim.view.source.SourceException;
import io.concertim.view.source.UrlPath;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Chooses the stacks that have to be read, and reads the answers about each. A stack whose tree has
 * no new status or time keeps what is known of it until its turn comes, once in n syncs; that tells
 * what the shortcut had missed.
 */
public final class StackReader {
  private static final Logger LOG = LoggerFactory.getLogger(StackReader.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HybridClock clock;
  private final Supplier<Layers> known;
  private final int fullRereadEvery;
  private final LongConsumer missed;

  private int syncs;

  /**
   * Begins with anybody's turn, so that processes that live for few syncs come to all stacks too.
   *
   * @param known the layers before this sync
   * @param fullRereadEvery in so many syncs each stack is read; 1 for each time
   * @param missed is told how many stacks had changed although no status or time of theirs did
   */
  public StackReader(
      HybridClock clock, Supplier<Layers> known, int fullRereadEvery, LongConsumer missed) {
    this(clock, known, fullRereadEvery, missed, ThreadLocalRandom.current().nextInt());
  }

  StackReader(
      HybridClock clock,
      Supplier<Layers> known,
      int fullRereadEvery,
      LongConsumer missed,
      int syncs) {
    this.clock = clock;
    this.known = known;
    this.fullRereadEvery = fullRereadEvery;
    this.missed = missed;
    this.syncs = syncs;
  }

  /**
   * The stacks to read: those that are racks or may become some, and have changed, or whose turn it
   * is. The lists' reading is kept for the end. The exchange property {@code betweenSyncs} is set
   * for a read that is no part of a full sync, and so no turn.
   */
  public List<Stack> choose(Exchange exchange, @Body Reading lists) {
    Map<String, String> fingerprints =
        StackFingerprints.of(
            facts(lists, Stack.class), facts(lists, NestedStack.class), listed(lists));
    lists.discard(Kind.NESTED_STACK);
    boolean turns = exchange.getProperty("betweenSyncs") == null;
    if (turns) {
      syncs++;
    }
    Layers before = known.get();
    Set<String> reread = new HashSet<>();
    List<Stack> chosen = new ArrayList<>();
    for (Stack stack : concerning(lists, before)) {
      boolean unchanged = isKnown(before, stack.id(), fingerprints.get(stack.id()));
      if (unchanged && turns && isItsTurn(stack.id())) {
        reread.add(stack.id());
      }
      if (!unchanged || reread.contains(stack.id())) {
        chosen.add(stack);
      }
    }
    exchange.setProperty("lists", lists);
    exchange.setProperty("fingerprints", fingerprints);
    exchange.setProperty("reread", reread);
    return chosen;
  }

  /** Spread over the syncs, so that none is dearer than the others. */
  private boolean isItsTurn(String stackId) {
    return Math.floorMod(stackId.hashCode() + syncs, fullRereadEvery) == 0;
  }

  private static Instant listed(Reading lists) {
    Instant serverTime = lists.answeredAt(Kind.STACK);
    return serverTime == null ? HybridClock.instant(lists.started()) : serverTime;
  }

  private static List<Stack> concerning(Reading lists, Layers before) {
    Set<String> managed = new HashSet<>();
    for (Project project : facts(lists, Project.class)) {
      if (project.isManaged()) {
        managed.add(project.id());
      }
    }
    Set<String> racks = new HashSet<>();
    before.facts(PortalRack.class).forEach(rack -> racks.add(rack.stackId()));
    return facts(lists, Stack.class).stream()
        .filter(stack -> managed.contains(stack.projectId()) || racks.contains(stack.id()))
        .toList();
  }

  private static boolean isKnown(Layers before, String stackId, String fingerprint) {
    return fingerprint != null
        && before.fact(StackOutputs.class, stackId).isPresent()
        && before
            .fact(StackResources.class, stackId)
            .filter(tree -> fingerprint.equals(tree.listedAs()))
            .isPresent();
  }

  private static <T extends Fact> List<T> facts(Reading reading, Class<T> type) {
    return reading.observations().stream()
        .map(Observation::fact)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** The lists' reading with what was read of the chosen stacks. */
  public Reading all(
      @ExchangeProperty("lists") Reading lists,
      @ExchangeProperty("reread") Set<String> reread,
      @Body Object stacks) {
    if (stacks instanceof Reading reading) {
      if (!reread.isEmpty()) {
        tellMissed(reading, reread, known.get());
      }
      lists.add(reading);
    }
    return lists;
  }

  /** Counts the stacks that changed although no status or time of theirs did. */
  private void tellMissed(Reading read, Set<String> reread, Layers before) {
    long changed =
        read.observations().stream()
            .filter(observation -> reread.contains(observation.id()) && !observation.isGone())
            .filter(
                observation ->
                    !before
                        .observation(observation.kind(), observation.id())
                        .map(Observation::fact)
                        .equals(Optional.of(observation.fact())))
            .map(Observation::id)
            .distinct()
            .count();
    missed.accept(changed);
    LOG.atLevel(changed > 0 ? Level.INFO : Level.DEBUG)
        .log(
            "of {} stacks read again with no new status or time {} had changed",
            reread.size(),
            changed);
  }

  /** Where Heat shows the stack. */
  public static String path(@Body Stack stack) {
    return "/stacks/" + UrlPath.segment(stack.name()) + "/" + UrlPath.segment(stack.id());
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
      @ExchangeProperty("fingerprints") Map<String, String> fingerprints,
      @ExchangeProperty("started") long started) {
    try {
      return one(
          Observation.of(
              Kind.STACK_RESOURCES,
              started,
              OpenStackRows.resources(stack.id(), fingerprints.get(stack.id()), body)));
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

  /**
   * A stack that Heat lists but does not know: usually deleted since (python-defects B8). Like one
   * that the list lacks, it is asked for by its id before it counts as gone.
   */
  public Reading vanished(@ExchangeProperty("stack") Stack stack) {
    Reading reading = new Reading(Source.OPENSTACK);
    reading.denied(Kind.STACK, stack.id());
    return reading;
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

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.openstack;

import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.merge.MissingObject;
import io.concertim.view.merge.SourceRead;
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
import io.concertim.view.source.RowException;
import io.concertim.view.source.http.CallFailures;
import io.concertim.view.source.http.LateException;
import io.concertim.view.source.http.MovedException;
import io.concertim.view.source.http.NotFoundException;
import io.concertim.view.source.http.SourceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
 * no new status or time keeps what is known of it. Once in n syncs it is read all the same, which
 * shows what the shortcut has missed; a sync that asks for changes only leaves that to the next one
 * that reads all lists.
 */
public final class StackReader {
  private static final Logger LOG = LoggerFactory.getLogger(StackReader.class);

  private final Supplier<Layers> known;
  private final int fullRereadEvery;
  private final LongConsumer missed;

  /** The stacks whose last read failed; they are read in every sync until it succeeds. */
  private final Set<String> failed = ConcurrentHashMap.newKeySet();

  private int syncs;

  /** The sync that last read the stacks whose turn it was. */
  private int turned;

  /**
   * Starts at a random turn, so that processes that live for few syncs also reach all stacks.
   *
   * @param known the layers before this sync
   * @param fullRereadEvery in so many syncs each stack is read; 1 for each time
   * @param missed is told how many stacks had changed although no status or time of theirs did
   */
  public StackReader(Supplier<Layers> known, int fullRereadEvery, LongConsumer missed) {
    this(known, fullRereadEvery, missed, ThreadLocalRandom.current().nextInt());
  }

  StackReader(Supplier<Layers> known, int fullRereadEvery, LongConsumer missed, int syncs) {
    this.known = known;
    this.fullRereadEvery = fullRereadEvery;
    this.missed = missed;
    this.syncs = syncs;
    this.turned = syncs;
  }

  /** Whether a stack's project is not known; then the projects are read again. */
  public boolean isProjectUnknown(@Body SourceRead lists) {
    Layers before = known.get();
    return facts(lists, Stack.class).stream()
        .anyMatch(stack -> before.fact(Project.class, stack.projectId()).isEmpty());
  }

  /**
   * The stacks to read: those that are racks or may become some, and have changed, or whose turn it
   * is. The lists' reading is kept for the end. The exchange property {@code betweenSyncs} is set
   * for a read that is no part of a full sync, and so no turn; {@code topsOnly} if the list has no
   * nested stacks.
   */
  public List<Stack> choose(Exchange exchange, @Body SourceRead lists) {
    boolean topsOnly = exchange.getProperty("topsOnly") != null;
    List<Stack> stacks = facts(lists, Stack.class);
    Map<String, String> fingerprints =
        topsOnly
            ? StackFingerprints.ofTops(stacks, listed(lists))
            : StackFingerprints.of(stacks, facts(lists, NestedStack.class), listed(lists));
    lists.discard(Kind.NESTED_STACK);
    boolean turns = exchange.getProperty("betweenSyncs") == null;
    if (turns) {
      syncs++;
    }
    int passed = turns && !topsOnly ? syncs - turned : 0;
    turned += passed;
    Layers before = known.get();
    Set<String> reread = new HashSet<>();
    List<Stack> chosen = new ArrayList<>();
    List<Stack> concerning = concerning(lists, projects(lists, topsOnly, before), before);
    for (Stack stack : concerning) {
      boolean unchanged =
          isKnown(before, stack.id(), fingerprints.get(stack.id())) && !failed.contains(stack.id());
      if (unchanged && isItsTurn(stack.id(), passed)) {
        reread.add(stack.id());
      }
      if (!unchanged || reread.contains(stack.id())) {
        chosen.add(stack);
      }
    }
    exchange.setProperty("lists", lists);
    exchange.setProperty("fingerprints", fingerprints);
    exchange.setProperty("reread", reread);
    exchange.setProperty("concerning", concerning.size());
    return chosen;
  }

  /**
   * Spreads the stacks evenly over the syncs.
   *
   * @param passed the syncs of which it is the turn
   */
  private boolean isItsTurn(String stackId, int passed) {
    return Math.floorMod(stackId.hashCode() + syncs, fullRereadEvery) < passed;
  }

  private static Instant listed(SourceRead lists) {
    Instant serverTime = lists.answeredAt(Kind.STACK);
    return serverTime == null ? HybridClock.instant(lists.started()) : serverTime;
  }

  /** Those that are listed, unless this sync asks for changes and knows them all. */
  private static List<Project> projects(SourceRead lists, boolean topsOnly, Layers before) {
    boolean isRead =
        lists.completeLists().containsKey(Kind.PROJECT) || lists.mayHaveAny(Kind.PROJECT);
    return topsOnly && !isRead ? before.facts(Project.class) : facts(lists, Project.class);
  }

  private static List<Stack> concerning(SourceRead lists, List<Project> projects, Layers before) {
    Set<String> managed = new HashSet<>();
    Set<String> foreign = new HashSet<>();
    for (Project project : projects) {
      (project.isManaged() ? managed : foreign).add(project.id());
    }
    // Keystone can cut its list of projects: then one that it lacks may be the suite's.
    boolean isCut = lists.mayHaveAny(Kind.PROJECT);
    Set<String> racks = new HashSet<>();
    before.facts(PortalRack.class).forEach(rack -> racks.add(rack.stackId()));
    return facts(lists, Stack.class).stream()
        .filter(
            stack ->
                managed.contains(stack.projectId())
                    || (isCut && !foreign.contains(stack.projectId()))
                    || racks.contains(stack.id()))
        .toList();
  }

  private static boolean isKnown(Layers before, String stackId, String fingerprint) {
    return fingerprint != null
        && before.fact(StackOutputs.class, stackId).isPresent()
        && before
            .fact(StackResources.class, stackId)
            .filter(tree -> tree.listedAs() != null && tree.listedAs().startsWith(fingerprint))
            .isPresent();
  }

  private static <T extends Fact> List<T> facts(SourceRead reading, Class<T> type) {
    return reading.observations().stream()
        .map(Observation::fact)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /**
   * The reading of the lists with that of the chosen stacks. A stack that cannot be read stays as
   * it was; if most stacks, and more than one, cannot be read, the source fails.
   *
   * @param concerning how many stacks are racks or may become some
   */
  public SourceRead all(
      @ExchangeProperty("lists") SourceRead lists,
      @ExchangeProperty("reread") Set<String> reread,
      @ExchangeProperty("concerning") int concerning,
      @Body Object stacks) {
    if (stacks instanceof SourceRead reading) {
      if (!reread.isEmpty()) {
        tellMissed(reading, reread, known.get());
      }
      Set<String> unread = reading.unread(Kind.STACK);
      reading.observations().forEach(observation -> failed.remove(observation.id()));
      failed.addAll(unread);
      if (unread.size() > 1 && unread.size() * 2 > concerning) {
        reading.fail(
            "%d of %d stacks cannot be read, the first is stack %s: %s"
                .formatted(
                    unread.size(),
                    concerning,
                    reading.problems().get(0).id(),
                    reading.problems().get(0).reason()));
      }
      lists.add(reading);
    }
    return lists;
  }

  /** Counts the stacks that changed although no status or time of theirs did. */
  private void tellMissed(SourceRead read, Set<String> reread, Layers before) {
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

  /** What to ask for. */
  public static MissingObject asked(@Body Stack stack) {
    return new MissingObject(Kind.STACK, stack.id(), stack);
  }

  /** The outputs and resources of a stack; the stack itself is taken from the list. */
  public static SourceRead read(@Body List<Observation> shown) {
    SourceRead reading = new SourceRead(Source.OPENSTACK);
    shown.stream()
        .filter(seen -> seen.kind() != Kind.STACK)
        .forEach(
            seen -> {
              reading.startedAt(seen.seen());
              reading.observe(seen);
            });
    return reading;
  }

  /**
   * A stack that Heat does not show, whatever it answers: what was known of it stays, the others go
   * on. Heat has just listed it, so not even a 404 means that it is gone; the next list decides
   * (decision D9, D16).
   */
  public SourceRead unreadable(
      @ExchangeProperty("stack") Stack stack,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    SourceRead reading = new SourceRead(Source.OPENSTACK);
    if (failure instanceof LateException late && !late.hasBegun()) {
      reading.fail("stack " + stack.id() + " cannot be read: " + late.getMessage());
      return reading;
    }
    if (failure instanceof RuntimeException && !isKnown(failure)) {
      LOG.error("stack {} cannot be read, which should not happen", stack.id(), failure);
    }
    reading.unread(
        Kind.STACK,
        stack.id(),
        failure instanceof RowException
            ? failure.getMessage()
            : "cannot be read: " + CallFailures.explained("openstack", failure).getMessage());
    return reading;
  }

  private static boolean isKnown(Exception failure) {
    return failure instanceof SourceException
        || failure instanceof MovedException
        || failure instanceof NotFoundException
        || failure instanceof RowException;
  }
}

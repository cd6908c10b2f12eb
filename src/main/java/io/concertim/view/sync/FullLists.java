// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import io.concertim.view.merge.HybridClock;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.Problem;
import io.concertim.view.state.State;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/**
 * When a sync reads all lists of the cloud, and not only what has changed: at an interval; while
 * notifications, which bring what changes do not show, may be missing; and while an absence is in
 * question, which only whole lists can decide.
 */
public final class FullLists {
  private static final Duration LONGEST = Duration.ofHours(1);

  private static final Set<Kind> NEEDED = Set.of(Kind.SERVER, Kind.VOLUME, Kind.NETWORK);

  /** Full lists take at most a hundredth of the time, unless that makes them too rare. */
  private static final int COSTS = 100;

  /** What they cost until a process has measured it. */
  private static final Duration ASSUMED_COST = Duration.ofSeconds(3);

  private final Supplier<State> known;
  private final ResyncFiles files;
  private final BooleanSupplier listening;
  private final Optional<Duration> every;
  private final Clock clock;
  private volatile Duration cost = ASSUMED_COST;

  /**
   * @param listening whether notifications reach us
   * @param every longest time from one read of the lists to the next; empty to go by their cost
   */
  public FullLists(
      Supplier<State> known,
      ResyncFiles files,
      BooleanSupplier listening,
      Optional<Duration> every,
      Clock clock) {
    this.known = known;
    this.files = files;
    this.listening = listening;
    this.every = every;
    this.clock = clock;
  }

  /** Whether this sync has to read them. */
  public boolean areDue() throws IOException {
    State state = known.get();
    Optional<Instant> read = oldest(state);
    if (read.isEmpty() || isInQuestion(state) || files.request() != null) {
      return true;
    }
    Duration age = Duration.between(read.get(), clock.instant());
    return age.isNegative() || age.compareTo(longest()) >= 0;
  }

  private Duration longest() {
    if (every.isPresent()) {
      return every.get();
    }
    Duration byCost = cost.multipliedBy(COSTS);
    Duration longest = byCost.compareTo(LONGEST) < 0 ? byCost : LONGEST;
    return listening.getAsBoolean() ? longest : Duration.ZERO;
  }

  /** When the list began that was read the longest ago; empty if one is needed. */
  private static Optional<Instant> oldest(State state) {
    return state.lists().keySet().containsAll(NEEDED)
        ? state.lists().entrySet().stream()
            .filter(list -> list.getKey().source() == Source.OPENSTACK)
            .map(list -> HybridClock.instant(list.getValue()))
            .min(Instant::compareTo)
        : Optional.empty();
  }

  private static boolean isInQuestion(State state) {
    return !state.held().getOrDefault(Source.OPENSTACK, List.of()).isEmpty()
        || state.problems().getOrDefault(Source.OPENSTACK, List.of()).stream()
            .anyMatch(FullLists::isInQuestion);
  }

  /** What a stack shows is asked for in each sync; a row that is not understood stays so. */
  private static boolean isInQuestion(Problem problem) {
    return switch (problem.cause()) {
      case NOT_CONFIRMED -> true;
      case NOT_READ -> !problem.object().equals(Kind.STACK.label());
      default -> false;
    };
  }

  /**
   * A sync has been stored.
   *
   * @param request the resync that was asked for when it began; null if none was
   * @param before what was known before
   */
  void stored(String request, State before, State after) throws IOException {
    if (oldest(after).isPresent() && areAllLater(before.lists(), after.lists())) {
      files.drop(request);
    }
  }

  private static boolean areAllLater(Map<Kind, Long> before, Map<Kind, Long> after) {
    return after.keySet().stream()
        .filter(kind -> kind.source() == Source.OPENSTACK)
        .noneMatch(kind -> after.get(kind).equals(before.get(kind)));
  }

  /** The lists are going to be read. */
  public void begin(Exchange exchange) {
    exchange.setProperty("listsAsked", System.nanoTime());
  }

  /** The lists have been read. */
  public void end(@ExchangeProperty("listsAsked") long asked) {
    cost = Duration.ofNanos(System.nanoTime() - asked);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import io.concertim.view.model.layer.Source;
import io.concertim.view.model.layer.SourceCost;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * How much of a system's time our reads may take (decision D17). With a share of a tenth, a read of
 * its lists of one second is paid for by ten seconds, and the next one waits for the rest of them.
 * What is urgent is read on credit: up to three reads are paid for later. After a read of the
 * portal that was given up nothing begins before as much time has passed again: Rails goes on with
 * what its client has given up.
 *
 * <p>Looks at single racks and devices of the portal have an account of their own, so that neither
 * holds up the other: they may take half of the share, and how much on credit each look says.
 */
public final class LoadBudget {
  private static final int CREDIT = 3;

  private final Map<Source, WorkAccount> lists = new EnumMap<>(Source.class);
  private final Set<Source> requested = EnumSet.noneOf(Source.class);
  private final WorkAccount looks;
  private final Duration longestRest;
  private final InstantSource clock;
  private final Instant started;

  /**
   * @param load the share of its time for each system, above 0, up to 1, by its name
   * @param longestRest longest time from the end of a read to the next one, whatever it cost: what
   *     was read longer ago would not be relied on
   * @param clock that the wall clock does not disturb
   */
  public LoadBudget(Map<String, Double> load, Duration longestRest, InstantSource clock) {
    for (Source source : Source.values()) {
      lists.put(source, new WorkAccount(load.get(source.label())));
    }
    this.looks = new WorkAccount(load.get(Source.CONCERTIM.label()) / 2);
    this.longestRest = longestRest;
    this.clock = clock;
    this.started = clock.instant();
  }

  /** How long a system rests after a read that took so long. */
  public static Duration rest(Duration took, double share) {
    return WorkAccount.price(took, share).minus(took);
  }

  /** Asks for one read of each system as soon as its credit allows it. */
  public synchronized void request() {
    requested.addAll(lists.keySet());
  }

  /** Whether the lists of this system may be read now. */
  public synchronized boolean isDue(Source source) {
    WorkAccount account = lists.get(source);
    int credit = requested.contains(source) ? CREDIT : 0;
    return account.allows(clock.instant(), account.last().multipliedBy(credit));
  }

  /** A read of this system's lists begins. Returns when, for {@link #end}. */
  public synchronized Instant begin(Source source) {
    requested.remove(source);
    return clock.instant();
  }

  /**
   * A read of this system's lists has ended.
   *
   * @param began what {@link #begin} returned; two reads may overlap
   * @param givenUp whether the system may still be working at a call of it
   * @return how long it took
   */
  public synchronized Duration end(Source source, Instant began, boolean givenUp) {
    Instant now = clock.instant();
    boolean goesOn = givenUp && source == Source.CONCERTIM;
    return lists.get(source).end(began, now, now.plus(longestRest), goesOn);
  }

  /** The time from one read of this system's lists to the next, as the last one took so long. */
  public synchronized Duration period(Source source) {
    WorkAccount account = lists.get(source);
    Duration rest = rest(account.last(), account.share());
    return account.last().plus(rest.compareTo(longestRest) > 0 ? longestRest : rest);
  }

  /**
   * Whether single objects of the portal may be read now.
   *
   * @param credit so much of its work may be paid for later
   */
  public synchronized boolean allowsLook(Duration credit) {
    return looks.allows(clock.instant(), credit);
  }

  /**
   * Single objects of the portal have been read.
   *
   * @param work how long the portal has worked at them
   * @param failed whether it may go on with that
   */
  public synchronized void looked(Instant began, Duration work, boolean failed) {
    Instant ended = began.plus(work);
    looks.end(began, ended, ended.plus(longestRest), failed);
  }

  /** What our reads have cost a system. */
  public synchronized SourceCost cost(Source source) {
    WorkAccount account = lists.get(source);
    Instant now = clock.instant();
    Duration rest = Duration.between(now, account.paid());
    return new SourceCost(
        account.share(),
        account.last(),
        source == Source.CONCERTIM ? account.used().plus(looks.used()) : account.used(),
        Duration.between(started, now),
        rest.isNegative() ? Duration.ZERO : rest);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import static java.util.Comparator.comparing;

import io.concertim.view.publish.Offer;
import io.concertim.view.publish.PortalPart;
import io.concertim.view.publish.Wanted;
import io.concertim.view.source.LoadBudget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;

/**
 * Which parts of the portal are read between two full syncs, and when: those that the view wants
 * something of, as {@link Look} says, and never for more of the time than the load budget allows
 * (decision D17). A real portal computes for 2.5 ms a device, and goes on when its client has given
 * up (concertim-api.md section 0).
 */
public final class OfferWatch {
  /** A longer look would hold up the next one, which may be more urgent. */
  private static final int MOST_PARTS = 20;

  private static final Duration OFFER_CREDIT = Duration.ofSeconds(5);
  private static final Duration CHANGE_CREDIT = Duration.ofSeconds(1);

  private final Supplier<String> offers;
  private final BooleanSupplier byTime;
  private final Duration shortest;
  private final Supplier<Duration> longest;
  private final LoadBudget budget;
  private final InstantSource clock;
  private final Passes passes = new Passes();

  private String offer;
  private Map<PortalPart, Look> looks = new HashMap<>();

  /** What is being looked at, and whether a pass could have served it; null between two looks. */
  private Map<PortalPart, Boolean> reading;

  /** That of the look that began last. */
  private LookTime time;

  /**
   * @param offers what the published view wants of the portal ({@link Offer#parse})
   * @param byTime whether offers are looked at from time to time. A process that does not listen to
   *     the cloud leaves that to the one that does, and a host of a cluster to the one that syncs;
   *     they look after a foreign write only
   * @param shortest pause between two looks at one offer
   * @param longest pause between two looks at one offer
   * @param budget how much of the portal's time these looks may take
   * @param clock that the wall clock does not disturb
   */
  public OfferWatch(
      Supplier<String> offers,
      BooleanSupplier byTime,
      Duration shortest,
      Supplier<Duration> longest,
      LoadBudget budget,
      InstantSource clock) {
    this.offers = offers;
    this.byTime = byTime;
    this.shortest = shortest;
    this.longest = longest;
    this.budget = budget;
    this.clock = clock;
    this.time = new LookTime(clock.instant());
  }

  /** Another program has written view.pickle, so it may have done what the view wants. */
  public synchronized void written() {
    follow();
    passes.ended(clock.instant());
    looks.replaceAll((part, look) -> look.passed());
  }

  /** Whether some part of the portal has to be looked at now, and no look is going on. */
  public synchronized boolean isDue() {
    follow();
    return reading == null && !due().isEmpty();
  }

  /** A look begins. Returns what to look at: offers before changes, and the seldom seen first. */
  public synchronized List<PortalPart> begin() {
    reading = new LinkedHashMap<>();
    due().stream()
        .sorted(
            comparing((PortalPart part) -> !looks.get(part).wanted().offered())
                .thenComparing(part -> looks.get(part).looks()))
        .limit(MOST_PARTS)
        .forEach(part -> reading.put(part, couldBeServed(looks.get(part))));
    reading.keySet().forEach(part -> looks.computeIfPresent(part, (p, look) -> look.begun()));
    time = new LookTime(clock.instant());
    return List.copyOf(reading.keySet());
  }

  /**
   * The portal has answered one question.
   *
   * @param seconds how long it says that it has worked at it, as Rails does by itself; null if it
   *     does not say so, or there was no answer
   */
  public synchronized void answeredOne(@Header("X-Runtime") String seconds) {
    time.answeredOne(clock.instant(), seconds);
  }

  /** The portal has answered all; what comes now is our own work. */
  public synchronized void answered() {
    time.answeredAll(clock.instant());
  }

  /**
   * A look has ended.
   *
   * @param failed whether it was broken off
   */
  public synchronized void end(@ExchangeProperty("lookFailed") boolean failed) {
    Instant now = clock.instant();
    budget.looked(time.began, time.work(now), failed);
    reading.forEach(
        (part, served) ->
            looks.computeIfPresent(part, (p, look) -> look.ended(now, served && !failed)));
    reading = null;
  }

  private boolean couldBeServed(Look look) {
    return look.asked() && passes.couldServe(look.first());
  }

  private List<PortalPart> due() {
    Instant now = clock.instant();
    boolean timed = byTime.getAsBoolean() && !passes.isNextNear(now);
    Duration most = longest.get();
    return looks.entrySet().stream()
        .filter(entry -> entry.getValue().isDue(now, timed, shortest, most))
        .filter(entry -> budget.allowsLook(creditOf(entry.getValue())))
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * An id may be waited for, and a change that is not seen is only made again. What no pass has
   * ended for is looked at on credit only where nothing is known of passes.
   */
  private Duration creditOf(Look look) {
    if (!look.wanted().offered()) {
      return CHANGE_CREDIT;
    }
    return look.asked() || !passes.areKnown() ? OFFER_CREDIT : Duration.ZERO;
  }

  /** Keeps what is known of parts of which the same is wanted as before. */
  private void follow() {
    String now = offers.get();
    if (Objects.equals(now, offer)) {
      return;
    }
    offer = now;
    Map<PortalPart, Wanted> wanted = Offer.parse(now);
    boolean passing = looks.entrySet().stream().anyMatch(e -> isServed(e, wanted));
    Map<PortalPart, Look> next = new HashMap<>();
    wanted.forEach(
        (part, what) -> {
          Look look = looks.get(part);
          if (look == null || !look.wanted().equals(what)) {
            next.put(part, Look.first(what, clock.instant()));
          } else {
            next.put(part, passing ? look.passing() : look);
          }
        });
    looks = next;
  }

  /** Whether less is offered than before. */
  private static boolean isServed(Map.Entry<PortalPart, Look> before, Map<PortalPart, Wanted> now) {
    Wanted was = before.getValue().wanted();
    Wanted is = now.get(before.getKey());
    return was.offered() && (is == null || is.objects() < was.objects());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import io.concertim.view.merge.HybridClock;
import io.concertim.view.model.layer.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From when on a system is asked for changes of a kind: since the time, by its own clock, at which
 * it was asked for the last list, and a minute longer. A system that refuses is asked for the whole
 * list from then on.
 */
public final class ChangesSince {
  private static final Logger LOG = LoggerFactory.getLogger(ChangesSince.class);

  /**
   * A change has the time at which a host of the system began to write it; the clocks of its hosts
   * differ, and a database shows it once it is committed and copied.
   */
  static final Duration OVERLAP = Duration.ofMinutes(1);

  private final Supplier<Map<Kind, Long>> asOf;
  private final Set<Kind> refused = EnumSet.noneOf(Kind.class);

  /**
   * @param asOf when the last list of each kind was asked for, by the system's own clock, in
   *     microseconds since 1970
   */
  public ChangesSince(Supplier<Map<Kind, Long>> asOf) {
    this.asOf = asOf;
  }

  /**
   * Whether the system can be asked for changes. If so, the exchange property {@code since} is the
   * time, as ISO 8601 has it, in UTC and with whole seconds.
   */
  public synchronized boolean isKnown(Exchange exchange, @ExchangeProperty("kind") Kind kind) {
    Long asked = asOf.get().get(kind);
    if (asked == null || !HybridClock.isVersion(asked) || refused.contains(kind)) {
      return false;
    }
    exchange.setProperty("since", HybridClock.instant(asked).minus(OVERLAP).toString());
    return true;
  }

  /**
   * The system refused, so the whole list is asked for. Another page than the first may be refused
   * because its marker is gone.
   *
   * @param pages those that it answered
   */
  public static void refused(
      Exchange exchange,
      @ExchangeProperty("pages") Set<String> pages,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception refusal) {
    forget(exchange);
    if (pages.isEmpty()) {
      exchange.setProperty("refusal", refusal.getMessage());
    }
  }

  /**
   * The system sent the whole list. If it had refused to send what changed, it is not asked for
   * that again.
   */
  public synchronized void listed(
      @ExchangeProperty("kind") Kind kind, @ExchangeProperty("refusal") String refusal) {
    if (refusal != null && refused.add(kind)) {
      LOG.warn(
          "{}s are read as whole lists from now on, since only those that changed are not to be"
              + " had: {}",
          kind.label(),
          refusal);
    }
  }

  /**
   * When a list was asked for: by the server's clock, or by ours where that is behind, as a clock
   * that is ahead would hide changes. What has changed while the server made its answer may not be
   * in it.
   *
   * @param answered the server's own time
   * @param asked in the nanoseconds of this Java machine
   * @param started when we asked, as {@link HybridClock} has it
   */
  static Instant asked(Instant answered, long asked, long started) {
    Instant theirs = answered.minusNanos(System.nanoTime() - asked);
    Instant ours = HybridClock.instant(started);
    return (theirs.isBefore(ours) ? theirs : ours).truncatedTo(ChronoUnit.SECONDS);
  }

  /** Whether the exchange's list is of what has changed. */
  static boolean isAsked(Exchange exchange) {
    return exchange.getProperty("since") != null;
  }

  /** Makes the exchange's next list a whole one. */
  static void forget(Exchange exchange) {
    exchange.removeProperty("since");
    exchange.removeProperty("microversion");
  }
}

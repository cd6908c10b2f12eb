// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/**
 * Ends a read that takes too long: after its deadline no call of it begins, and one that fails is
 * not tried again; only one that waits for its next try is made then. Reads without the exchange
 * property {@code deadline} have none.
 */
public final class Deadline {
  private final Duration longest;

  /**
   * @param longest from {@link #begin} to the deadline
   */
  public Deadline(Duration longest) {
    this.longest = longest;
  }

  /** Starts the time for everything that the exchange and its parts read from now on. */
  public void begin(Exchange exchange) {
    exchange.setProperty("deadline", System.nanoTime() + longest.toNanos());
  }

  /** Whether the time is over. */
  public boolean isOver(@ExchangeProperty("deadline") Long deadline) {
    return hasPassed(deadline);
  }

  /** What goes wrong after the deadline has one reason. */
  public void explain(
      Exchange exchange,
      @ExchangeProperty("system") String system,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    if (failure instanceof LateException) {
      exchange.setException(failure);
      return;
    }
    LateException late = new LateException(system, true);
    late.addSuppressed(failure);
    exchange.setException(late);
  }

  /**
   * Lets a call begin.
   *
   * @param deadline in the nanoseconds of this Java machine, or null for none
   * @throws LateException after the deadline
   */
  public static void check(Long deadline, String system) {
    if (hasPassed(deadline)) {
      throw new LateException(system, false);
    }
  }

  /**
   * The time until a deadline, not less than none.
   *
   * @param deadline in the nanoseconds of this Java machine
   */
  public static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  private static boolean hasPassed(Long deadline) {
    return deadline != null && System.nanoTime() - deadline >= 0;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import java.time.Duration;
import java.time.Instant;

/**
 * What a system has worked for us, and until when that is paid for by rest: the generic cell rate
 * algorithm. Not thread safe.
 */
final class WorkAccount {
  private final double share;
  private Duration last = Duration.ZERO;
  private Duration used = Duration.ZERO;
  private Instant paid = Instant.EPOCH;
  private Instant free = Instant.EPOCH;

  /**
   * @param share of the time that the system may work, above 0 and up to 1
   */
  WorkAccount(double share) {
    this.share = share;
  }

  /** The time from the beginning of a work to that of the next. */
  static Duration price(Duration work, double share) {
    return Duration.ofNanos((long) (work.toNanos() / share));
  }

  double share() {
    return share;
  }

  /** How long the last work took; zero if there was none. */
  Duration last() {
    return last;
  }

  /** How long all of it took together. */
  Duration used() {
    return used;
  }

  /** When all of it is paid for. */
  Instant paid() {
    return paid;
  }

  /**
   * Whether more may begin.
   *
   * @param credit so much may be unpaid for
   */
  boolean allows(Instant now, Duration credit) {
    return !now.isBefore(free) && !now.isBefore(paid.minus(price(credit, share)));
  }

  /**
   * A work has ended.
   *
   * @param latest it counts as paid for then
   * @param goesOn whether the system may go on with it: nothing begins before as much time has
   *     passed again
   * @return how long it took
   */
  Duration end(Instant began, Instant now, Instant latest, boolean goesOn) {
    last = Duration.between(began, now);
    used = used.plus(last);
    Instant due = (paid.isAfter(began) ? paid : began).plus(price(last, share));
    paid = due.isAfter(latest) ? latest : due;
    free = goesOn ? now.plus(last) : free;
    return last;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.check;

import java.time.Duration;

/** Checks that another machine's clock agrees with ours. */
final class ClockCheck {
  /** The largest difference that is accepted: an answer takes a while. */
  private static final Duration MOST = Duration.ofSeconds(2);

  private ClockCheck() {}

  /**
   * The verdict on a difference of clocks.
   *
   * @param skew how far the other clock is ahead; null if the answer had no time
   */
  static Verdict of(Duration skew) {
    if (skew == null) {
      return Verdict.ok("its answers have no Date header, so nothing is known of its clock");
    }
    if (skew.abs().compareTo(MOST) <= 0) {
      return Verdict.ok("goes as this machine's does");
    }
    return Verdict.warn(
        "is %d s %s this machine's"
            .formatted(skew.abs().toSeconds(), skew.isNegative() ? "behind" : "ahead of"),
        "let both keep time with NTP, such as with chrony");
  }
}

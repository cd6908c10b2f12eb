// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Decides when Kill Bill is read. Its answers are expensive and change seldom, so it is read at an
 * interval. While a rack has been pending for less than ten minutes, every sync reads it; a rack
 * that is pending longer waits for the interval.
 */
final class BillingSchedule {
  private static final Duration LONGEST_HURRY = Duration.ofMinutes(10);

  private final Clock clock;
  private final Duration interval;
  private volatile boolean readHere;
  private volatile Map<String, Instant> pendingSince = Map.of();

  /**
   * @param interval shortest time from one read to the next
   */
  BillingSchedule(Clock clock, Duration interval) {
    this.clock = clock;
    this.interval = interval;
  }

  /**
   * Whether Kill Bill has to be read now.
   *
   * @param status the status of the last read; null if there was none
   */
  boolean isDue(SourceStatus status) {
    Instant now = clock.instant();
    return !readHere
        || status == null
        || !status.complete()
        || !isWithin(interval, status.triedAt(), now)
        || pendingSince.values().stream().anyMatch(since -> isWithin(LONGEST_HURRY, since, now));
  }

  /** False if the time is in the future: then the clock was set back. */
  private static boolean isWithin(Duration longest, Instant since, Instant now) {
    return !now.isBefore(since) && now.isBefore(since.plus(longest));
  }

  /** Records a view that was stored, and the status of Kill Bill in it. */
  void stored(View view, SourceStatus status) {
    readHere |= status.complete();
    Map<String, Instant> since = new HashMap<>();
    for (Rack rack : view.racks()) {
      if (rack.pending() != null) {
        String stack = rack.id().cloud();
        since.put(stack, pendingSince.getOrDefault(stack, clock.instant()));
      }
    }
    pendingSince = since;
  }
}

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
 * When Kill Bill is read: its answers are dear and change seldom, but a rack that has become
 * pending waits for them. One that still is after ten minutes may be for ever, and waits as all do.
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
   * Whether it has to be read now.
   *
   * @param status how it was read last; null for never
   */
  boolean isDue(SourceStatus status) {
    Instant now = clock.instant();
    return !readHere
        || status == null
        || !status.complete()
        || !isWithin(interval, status.triedAt(), now)
        || pendingSince.values().stream().anyMatch(since -> isWithin(LONGEST_HURRY, since, now));
  }

  /** Not where the time is still to come: then the clock has been set back. */
  private static boolean isWithin(Duration longest, Instant since, Instant now) {
    return !now.isBefore(since) && now.isBefore(since.plus(longest));
  }

  /** Takes note of a view that has been stored, and of how Kill Bill was read for it. */
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

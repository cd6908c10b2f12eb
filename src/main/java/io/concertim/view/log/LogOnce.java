// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.log;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Decides whether a message is logged: not if the last message about its subject was the same and
 * less than an hour ago.
 */
public final class LogOnce {
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private final Clock clock;
  private final Map<String, Logged> logged = new HashMap<>();

  private record Logged(String text, Instant at) {}

  public LogOnce(Clock clock) {
    this.clock = clock;
  }

  /** Whether to log this text about the subject now. If so, the text is remembered. */
  public synchronized boolean isNew(String subject, String text) {
    Instant now = clock.instant();
    logged.values().removeIf(line -> !now.isBefore(line.at().plus(REMEMBERED)));
    Logged last = logged.get(subject);
    if (last != null && last.text().equals(text)) {
      return false;
    }
    logged.put(subject, new Logged(text, now));
    return true;
  }

  /**
   * Forgets the subject, since the problem is over; true if a message about it was logged lately.
   */
  public synchronized boolean isOver(String subject) {
    return logged.remove(subject) != null;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.notify;

import io.concertim.view.source.http.CallFailures;
import io.concertim.view.source.http.RetryAfter;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * Why an event was not accepted.
 *
 * @param reason one line that names the target, without what its answer says, which may be anything
 * @param isOfTheEvent whether the target would refuse the event again
 * @param pause how long the target asks to wait; empty if it does not say so
 */
record Refusal(String reason, boolean isOfTheEvent, Optional<Duration> pause) {
  /**
   * Statuses that are about the caller, the address or the time. The event is sent again, as it
   * would be accepted once that is put right.
   */
  private static final Set<Integer> PASSING = Set.of(401, 403, 404, 407, 408, 425, 429);

  /**
   * What a failure means.
   *
   * @param target its name in the configuration, for the reason
   * @param longest longest pause
   */
  static Refusal of(String target, Exception failure, Duration longest, Clock clock) {
    if (failure instanceof HttpOperationFailedException answer) {
      int status = answer.getStatusCode();
      boolean isOfTheEvent = status >= 400 && status < 500 && !PASSING.contains(status);
      return new Refusal(
          target + " answered " + status + advice(status),
          isOfTheEvent,
          RetryAfter.of(answer, longest, clock));
    }
    String reason =
        failure instanceof IOException
            ? CallFailures.unreadable(target, null, failure).getMessage()
            : target + ": " + failure.getMessage();
    return new Refusal(reason, false, Optional.empty());
  }

  private static String advice(int status) {
    if (status >= 300 && status < 400) {
      return ", a redirection, which is not followed; check the address";
    }
    return switch (status) {
      case 401, 403 -> "; check the secret, and whom the receiver lets in";
      case 404 -> "; check the address";
      default -> "";
    };
  }
}

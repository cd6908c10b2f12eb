// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How long the portal has worked at one look. Rails says of each answer how long it has worked at
 * it ({@code X-Runtime}), which does not count the network; that is taken for no more than the time
 * until the last of them, and for no less than a tenth of it. What is confirmed by id after them
 * counts with all of its time.
 */
final class LookTime {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}(\\.\\d{1,9})?");

  final Instant began;
  private Duration said = Duration.ZERO;
  private boolean isSaid = true;
  private Instant last;
  private Instant answered;

  LookTime(Instant began) {
    this.began = began;
    this.last = began;
  }

  /**
   * One question is answered.
   *
   * @param runtime what the portal says, in seconds; null if it says nothing, or did not answer
   */
  void answeredOne(Instant now, String runtime) {
    last = now;
    if (runtime != null && SECONDS.matcher(runtime).matches()) {
      said = said.plusNanos((long) (Double.parseDouble(runtime) * 1e9));
    } else {
      isSaid = false;
    }
  }

  /** All questions are answered; what comes now is our own work. */
  void answeredAll(Instant now) {
    answered = now;
  }

  /**
   * How long it worked.
   *
   * @param now the end, if it has not answered all
   */
  Duration work(Instant now) {
    if (answered == null || !isSaid) {
      return Duration.between(began, answered == null ? now : answered);
    }
    Duration asked = Duration.between(began, last);
    Duration least = Collections.max(List.of(asked.dividedBy(10), said));
    return Collections.min(List.of(asked, least)).plus(Duration.between(last, answered));
  }
}

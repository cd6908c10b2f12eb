// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import java.time.Duration;

/**
 * What reading its lists has cost a system, since this process has started.
 *
 * @param share how much of the time it may work for them, above 0 and up to 1
 * @param last how long the last read took; zero if there was none
 * @param used how long all reads took together
 * @param running how long this process has been running
 * @param rest how long the lists are left alone from now on, unless something is urgent
 */
public record SourceCost(
    double share, Duration last, Duration used, Duration running, Duration rest) {

  /** How much of the time the system has worked for the reads. */
  public double usedShare() {
    return running.isZero() ? 0 : (double) used.toNanos() / running.toNanos();
  }
}

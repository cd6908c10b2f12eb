// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import io.concertim.view.publish.Wanted;
import java.time.Duration;
import java.time.Instant;

/**
 * When one part of the portal is looked at again. Each look that finds the same wanted as before
 * doubles the pause to the next one. When somebody has written view.pickle, as fe_updates does at
 * the end of each pass, the part is looked at at once; but what three passes have left as it was is
 * refused, and then the pause alone counts.
 *
 * @param wanted what the view wants of the part
 * @param first when it was wanted first
 * @param looks so many looks have found it unserved
 * @param passes so many of them after a pass that could have served it
 * @param asked whether a pass has ended since
 * @param since when it was wanted first, or looked at last
 */
record Look(Wanted wanted, Instant first, int looks, int passes, boolean asked, Instant since) {
  private static final int ENOUGH_PASSES = 3;

  /** What the view wants since now. */
  static Look first(Wanted wanted, Instant now) {
    return new Look(wanted, now, 0, 0, false, now);
  }

  /**
   * The pause before the next look: the shortest, and twice as long after each look, up to the
   * longest.
   */
  static Duration pause(int looks, Duration shortest, Duration longest) {
    Duration pause = shortest;
    for (int i = 0; i < looks && pause.compareTo(longest) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(longest) > 0 ? longest : pause;
  }

  /**
   * Whether the part has to be looked at.
   *
   * @param byTime whether also without a pass
   */
  boolean isDue(Instant now, boolean byTime, Duration shortest, Duration longest) {
    return asked
        || (byTime
            && wanted.offered()
            && !now.isBefore(since.plus(pause(looks, shortest, longest))));
  }

  private boolean isRefused() {
    return passes >= ENOUGH_PASSES;
  }

  /** A pass has ended. */
  Look passed() {
    return isRefused() ? this : new Look(wanted, first, looks, passes, true, since);
  }

  /** A pass is going on, so that this part may be next. */
  Look passing() {
    return isRefused() ? this : new Look(wanted, first, 0, passes, asked, since);
  }

  /** A look begins. */
  Look begun() {
    return new Look(wanted, first, looks, passes, false, since);
  }

  /**
   * A look has ended.
   *
   * @param afterPass whether it came after a pass that could have served it, and did not fail
   */
  Look ended(Instant now, boolean afterPass) {
    return new Look(wanted, first, looks + 1, passes + (afterPass ? 1 : 0), asked, now);
  }
}

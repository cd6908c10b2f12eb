// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the host's clock is set back. Quartz goes by that clock, so it would let no sync
 * begin until the clock is as late again as it was.
 */
public final class HostClock {
  private static final Logger LOG = LoggerFactory.getLogger(HostClock.class);

  /** Less is what keeping a clock right does, and delays nothing. */
  private static final Duration NOTABLE = Duration.ofSeconds(1);

  private final InstantSource host;
  private final InstantSource steady;
  private Duration ahead;

  /**
   * @param steady that is never set back
   */
  public HostClock(InstantSource host, InstantSource steady) {
    this.host = host;
    this.steady = steady;
    this.ahead = ahead();
  }

  /** How far the host's clock is ahead; at most that, if this thread has to wait in between. */
  private Duration ahead() {
    Instant now = host.instant();
    return Duration.between(steady.instant(), now);
  }

  /** Whether the clock has been set back since this was asked last. */
  public synchronized boolean isSetBack() {
    Duration now = ahead();
    if (ahead.minus(now).compareTo(NOTABLE) >= 0) {
      now = ahead(); // again, as this thread may have had to wait in between
    }
    Duration back = ahead.minus(now);
    ahead = now;
    if (back.compareTo(NOTABLE) < 0) {
      return false;
    }
    LOG.warn("the clock of this host was set back by {} s", Math.round(back.toMillis() / 1000.0));
    return true;
  }

  /** Lets Quartz reckon anew, from now on, when each of its routes is due. */
  public void reschedule(CamelContext context) throws SchedulerException {
    Scheduler quartz = context.getComponent("quartz", QuartzComponent.class).getScheduler();
    for (TriggerKey key : quartz.getTriggerKeys(GroupMatcher.anyTriggerGroup())) {
      quartz.rescheduleJob(key, quartz.getTrigger(key).getTriggerBuilder().startNow().build());
    }
  }
}

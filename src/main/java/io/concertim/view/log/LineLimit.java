// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * Limits how often the lines of one statement are logged, for loggers whose lines others can cause
 * as often as they like: first {@value #BURST} lines, then one every {@value #SECONDS} seconds. The
 * next line says how many were left out.
 */
final class LineLimit extends TurboFilter {
  static final int BURST = 30;
  static final int SECONDS = 12;

  private static final Marker SUMMARY = MarkerFactory.getMarker("left out");
  private static final Duration PAUSE = Duration.ofSeconds(SECONDS);

  private final String prefix;
  private final InstantSource clock;
  private final Map<String, Lines> statements = new HashMap<>();

  /** What was logged by one statement. {@code full}: when it may log a whole burst again. */
  private static final class Lines {
    private long fullMillis;
    private long leftOut;
  }

  /**
   * @param prefix of the loggers' names
   */
  LineLimit(String prefix, InstantSource clock) {
    this.prefix = prefix;
    this.clock = clock;
  }

  @Override
  public FilterReply decide(
      Marker marker, Logger logger, Level level, String format, Object[] values, Throwable cause) {
    if (format == null
        || marker == SUMMARY
        || !level.isGreaterOrEqual(Level.INFO)
        || !level.isGreaterOrEqual(logger.getEffectiveLevel())
        || !logger.getName().startsWith(prefix)) {
      return FilterReply.NEUTRAL;
    }
    long leftOut = leftOut(logger.getName() + format);
    if (leftOut < 0) {
      return FilterReply.DENY;
    }
    if (leftOut > 0) {
      logger.log(
          SUMMARY,
          LineLimit.class.getName(),
          Level.toLocationAwareLoggerInteger(level),
          "{} lines such as the next were left out",
          new Object[] {leftOut},
          null);
    }
    return FilterReply.NEUTRAL;
  }

  /** How many lines were left out before this one; -1 if it is left out too. */
  private synchronized long leftOut(String statement) {
    long now = clock.millis();
    Lines lines = statements.computeIfAbsent(statement, key -> new Lines());
    long full = Math.max(lines.fullMillis, now) + PAUSE.toMillis();
    if (full - now > BURST * PAUSE.toMillis()) {
      lines.leftOut++;
      return -1;
    }
    lines.fullMillis = full;
    long before = lines.leftOut;
    lines.leftOut = 0;
    return before;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import org.slf4j.event.Level;

/** How much is logged, with the suite's (Python's) names. */
public enum LogLevel {
  DEBUG(Level.DEBUG),
  INFO(Level.INFO),
  WARNING(Level.WARN),
  ERROR(Level.ERROR),
  CRITICAL(Level.ERROR);

  private final Level level;

  LogLevel(Level level) {
    this.level = level;
  }

  /** The nearest level of the logging library, which has none above error. */
  public Level asSlf4j() {
    return level;
  }
}

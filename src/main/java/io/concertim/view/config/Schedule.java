// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.time.Duration;

/** When full syncs run. */
public sealed interface Schedule {

  /**
   * Again and again.
   *
   * @param interval time from one full sync to the next, positive
   */
  record Every(Duration interval) implements Schedule {}

  /**
   * At given times.
   *
   * @param expression valid Quartz cron expression, seconds first
   */
  record Cron(String expression) implements Schedule {}
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A time of the past in an option of a command: a time, or how long ago it is. */
final class PastTime {
  private PastTime() {}

  /**
   * The time.
   *
   * @param text such as 2026-11-24T16:00:00Z or PT1H
   * @throws ParameterException if the text is something else
   */
  static Instant of(String option, String text, CommandSpec command) {
    try {
      return text.startsWith("P") ? Instant.now().minus(Duration.parse(text)) : Instant.parse(text);
    } catch (DateTimeException | ArithmeticException e) {
      throw new ParameterException(
          command.commandLine(),
          option
              + ": expected a time such as 2026-11-24T16:00:00Z or a duration such as PT1H, found "
              + text,
          e);
    }
  }
}

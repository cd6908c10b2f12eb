// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.check;

/**
 * One line of the checklist.
 *
 * @param area what was checked: {@code files}, {@code concertim}, {@code openstack}, {@code
 *     killbill}, {@code rabbitmq} or {@code notify}
 * @param item what of the area
 * @param result the result
 * @param detail what was found; no secret
 * @param remedy what to do, or null if there is nothing to do
 */
public record CheckResult(String area, String item, Result result, String detail, String remedy) {

  /** The result of a check. */
  public enum Result {
    OK,
    /** The program works, but not as well as it might. */
    WARN,
    /** The program, or the suite, does not work. */
    FAIL
  }

  /** The result as a line of text. */
  public String line() {
    String mark = result == Result.OK ? "ok" : result.name();
    return "%-4s  %-9s  %-26s  %s%s"
        .formatted(mark, area, item, detail, remedy == null ? "" : "; " + remedy);
  }
}

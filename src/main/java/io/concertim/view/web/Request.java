// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A request.
 *
 * @param rest the part after the endpoint's path, decoded; empty if there is none
 * @param query the first value of each parameter, decoded
 */
record Request(String rest, Map<String, String> query) {
  /**
   * A whole number, 0 or more.
   *
   * @throws IllegalArgumentException if it is something else
   */
  Optional<Long> number(String name) {
    String text = query.get(name);
    if (text == null) {
      return Optional.empty();
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException(name + ": expected a whole number, 0 or more");
    }
    return Optional.of(Long.valueOf(text));
  }

  /**
   * A time, such as 2026-11-24T16:00:00Z.
   *
   * @throws IllegalArgumentException if it is something else
   */
  Optional<Instant> time(String name) {
    String text = query.get(name);
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(name + ": expected a time such as 2026-11-24T16:00:00Z");
    }
  }
}

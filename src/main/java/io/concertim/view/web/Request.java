package io.concertim.view.web;

import java.util.Map;
import java.util.Optional;

/**
 * What is asked for.
 *
 * @param rest what follows the endpoint's path, decoded; empty if nothing does
 * @param query the first value of each parameter, decoded
 */
record Request(String rest, Map<String, String> query) {
  /**
   * A whole number, 0 or more.
   *
   * @throws BadRequestException if it is something else
   */
  Optional<Long> number(String name) throws BadRequestException {
    String text = query.get(name);
    if (text == null) {
      return Optional.empty();
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw new BadRequestException(name + ": expected a whole number, 0 or more");
    }
    return Optional.of(Long.valueOf(text));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import java.io.IOException;

/** Answers a request. An endpoint never changes anything. */
@FunctionalInterface
interface Endpoint {
  /**
   * Answers.
   *
   * @throws IllegalArgumentException if the request is not valid: it is answered with 400 and the
   *     message
   * @throws IOException if the data cannot be read
   */
  Response answer(Request request) throws IOException;
}

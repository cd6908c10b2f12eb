// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

/** A request that is not valid; it is answered with 400 and the message. */
final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  BadRequestException(String message) {
    super(message);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import io.concertim.view.text.Redaction;

/** The system itself says that the object that was asked for does not exist (404). */
public final class NotFoundException extends RuntimeException {
  public NotFoundException(String message, Throwable cause) {
    super(Redaction.of(message), cause);
  }
}

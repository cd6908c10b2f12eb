// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import io.concertim.view.text.Redaction;

/** The object is to be asked for elsewhere: after a redirection, or by its id alone. */
public final class MovedException extends RuntimeException {
  private final String location;

  public MovedException(String message, String location, Throwable cause) {
    super(Redaction.of(message), cause);
    this.location = location;
  }

  /** The address the system named; null where the object is to be asked for by its id alone. */
  public String location() {
    return location;
  }
}

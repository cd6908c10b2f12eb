// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

/** Something about the call or its surroundings that the operator has to change first. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}

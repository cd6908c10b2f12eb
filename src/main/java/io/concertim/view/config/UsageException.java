// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

/** Something about the call or its surroundings that the operator has to change first. */
public final class UsageException extends Exception {
  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}

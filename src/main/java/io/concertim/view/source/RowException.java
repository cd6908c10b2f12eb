// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import io.concertim.view.text.Redaction;

/** One object of an answer that cannot be understood; the others go on without it. */
public final class RowException extends RuntimeException {
  /**
   * @param message what is wrong, to be read after the object's kind and id
   */
  public RowException(String message) {
    super(Redaction.of(message));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import java.io.IOException;

/** An answer that is larger than {@link Bounds} allow; it would be as large the next time. */
public final class TooLargeException extends IOException {
  /**
   * @param what there is too much of, such as {@code more than 5 rows}
   */
  public TooLargeException(String what) {
    super("the answer is too large: " + what + "; a larger heap (-Xmx) allows more");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import java.io.IOException;

/** An answer in JSON that is not the list that was asked for. */
public final class NoListException extends IOException {
  public NoListException(String message) {
    super(message);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import io.concertim.view.text.Redaction;

/** A source that could not be read, told in one line: the call, what came back, what to do. */
public sealed class SourceException extends RuntimeException
    permits LateException, NoServiceException {
  private final int status;

  public SourceException(String message) {
    this(message, null);
  }

  public SourceException(String message, Throwable cause) {
    this(message, 0, cause);
  }

  /**
   * @param status the HTTP status of the answer, or 0 where there was none
   */
  public SourceException(String message, int status, Throwable cause) {
    super(Redaction.of(message), cause);
    this.status = status;
  }

  /** The HTTP status of the answer, or 0 where there was none. */
  public int getStatus() {
    return status;
  }
}

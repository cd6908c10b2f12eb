// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

/** A source that was not read in time; what was read of it by then holds. */
public final class LateException extends SourceException {
  private final boolean begun;

  /**
   * @param begun whether the call had begun by the deadline
   */
  LateException(String system, boolean begun) {
    super(system + ": not read in time, see view.source_deadline");
    this.begun = begun;
  }

  /** Whether the call had begun by the deadline: then what it asks for has no answer in time. */
  public boolean hasBegun() {
    return begun;
  }
}

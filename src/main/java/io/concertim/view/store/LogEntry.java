// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

/** An entry of the {@link SharedLog}: one publication. */
public final class LogEntry {
  private final Position position;
  private final byte[] lines;

  /**
   * @param lines lines of a journal, each with its line feed
   */
  public LogEntry(Position position, byte[] lines) {
    this.position = position;
    this.lines = lines;
  }

  Position position() {
    return position;
  }

  byte[] lines() {
    return lines;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

/** Whether this host runs full syncs. Of a cluster one does; a host alone always does. */
public interface Turn {
  /** Keeps the turn, or takes it if nobody has it; true if it was taken. */
  boolean renew();

  /** Whether this host has the turn. */
  boolean isOurs();

  /** A full sync begins. It is stored only if the turn has not been another host's since. */
  void begin();

  /**
   * A full sync is stored. If this host could not read all systems completely, another one may be
   * able to, and has the turn next.
   */
  void synced(boolean isComplete);
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import java.io.IOException;

/** Another host has taken the turn since this one's sync began, so what it read does not count. */
public final class DeposedException extends IOException {
  /**
   * @param leader the host that has the turn now
   */
  public DeposedException(String leader) {
    super(
        "the host "
            + leader
            + " has taken the turn to sync since this sync began, so it is not stored; nothing is"
            + " lost, that host syncs");
  }
}

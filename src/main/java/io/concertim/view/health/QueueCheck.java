// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.health;

import io.concertim.view.queue.broker.BrokerState;

/** Whether the cloud's notifications arrive. */
final class QueueCheck {
  private QueueCheck() {}

  static Finding look(BrokerState state) {
    if (state.isListening()) {
      return Finding.well(
          "notifications reach us since "
              + state.since()
              + (state.missing().isEmpty() ? "" : "; missing: " + state.missing()));
    }
    return Finding.ill(
        "no notifications reach us since " + state.since() + ": " + state.failure(),
        "see to the broker and to rmq in the configuration; until then changes are seen by the"
            + " full sync only");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import java.time.Instant;
import java.util.List;

/**
 * The state of the connection to the broker.
 *
 * @param connected whether there is a connection
 * @param since when that began
 * @param failure what is wrong, in one sentence with what to do; null if nothing is
 * @param missing exchanges that are not there, or that we may not read
 * @param depth messages that wait in our queue; 0 if not known
 */
public record BrokerState(
    boolean connected, Instant since, String failure, List<String> missing, long depth) {

  /** Whether notifications of at least some services reach us. */
  public boolean isListening() {
    return connected && failure == null;
  }
}

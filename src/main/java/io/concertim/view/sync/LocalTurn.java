// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import org.apache.camel.ExchangeProperty;

/** The turn of a host alone, which it always has. */
public final class LocalTurn implements Turn {
  @Override
  public boolean renew() {
    return false;
  }

  @Override
  public boolean isOurs() {
    return true;
  }

  @Override
  public void begin() {
    // nobody else could have it
  }

  @Override
  public void synced(@ExchangeProperty("allRead") boolean isComplete) {
    // nobody else could have it
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import io.concertim.view.model.view.View;
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
  public void synced(@ExchangeProperty("view") View view) {
    // nobody else could have it
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import io.concertim.view.store.DataLock;
import io.concertim.view.store.SharedState;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.apache.camel.support.processor.DelegateSyncProcessor;

/**
 * Holds the data lock, and keeps other hosts from writing until this one has published, while the
 * steps inside a {@code policy} run, and releases it however they end. Do not put one such policy
 * inside another: the lock is not reentrant.
 */
public final class UnderDataLock implements Policy {
  private final DataLock dataLock;
  private final SharedState shared;

  public UnderDataLock(DataLock dataLock, SharedState shared) {
    this.dataLock = dataLock;
    this.shared = shared;
  }

  @Override
  public void beforeWrap(Route route, NamedNode definition) {
    // nothing to prepare
  }

  @Override
  public Processor wrap(Route route, Processor steps) {
    return new DelegateSyncProcessor(steps) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
          dataLock.acquire();
          try {
            shared.begin();
            process(exchange);
          } finally {
            shared.end();
            dataLock.release();
          }
        } catch (Exception e) {
          exchange.setException(e);
        }
        callback.done(true);
        return true;
      }
    };
  }
}

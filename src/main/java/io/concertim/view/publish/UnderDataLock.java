// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import io.concertim.view.store.DataLock;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.apache.camel.support.processor.DelegateSyncProcessor;

/**
 * Holds the data lock while the steps inside a {@code policy} run, and releases it however they
 * end. Do not put one such policy inside another: the lock is not reentrant.
 */
public final class UnderDataLock implements Policy {
  private final DataLock dataLock;

  public UnderDataLock(DataLock dataLock) {
    this.dataLock = dataLock;
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
            process(exchange);
          } finally {
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

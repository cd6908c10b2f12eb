// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.log;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.MDC;

/**
 * Puts the exchange property {@code correlation} into every line that is logged for the exchange.
 * It does so at each step, since an exchange changes threads and Logback's context does not follow
 * it. A sign-in belongs to the call that needs it.
 */
public final class LogContext implements InterceptStrategy {
  /** The name of the exchange property, and of the key in the log. */
  static final String KEY = "correlation";

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode step, Processor target, Processor next) {
    return new DelegateAsyncProcessor(target) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        String correlation = exchange.getProperty(KEY, String.class);
        if (correlation == null) {
          return super.process(exchange, callback);
        }
        String before = MDC.get(KEY);
        MDC.put(KEY, correlation);
        try {
          return super.process(exchange, callback);
        } finally {
          restore(before);
        }
      }
    };
  }

  private static void restore(String before) {
    if (before == null) {
      MDC.remove(KEY);
    } else {
      MDC.put(KEY, before);
    }
  }
}

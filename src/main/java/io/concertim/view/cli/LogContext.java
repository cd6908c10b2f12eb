package io.concertim.view.cli;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.MDC;

/**
 * Puts what a route has set as the exchange property {@code correlation} into every line that is
 * logged on its behalf: at each step, on whatever thread, as the property goes with the exchange
 * and Logback's context does not. A sign-in belongs to the call that needs it.
 */
final class LogContext implements InterceptStrategy {
  /** Of the exchange property, and in the log. */
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

package io.concertim.view.source;

import java.util.Map;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpOperationFailedException;

/** Lets a system that is too busy say when to come back (the header Retry-After, in seconds). */
public final class RetryAfter implements Processor {
  private static final long LONGEST_SECONDS = 60;

  @Override
  public void process(Exchange exchange) {
    exchange.getMessage().removeHeader(Exchange.REDELIVERY_DELAY);
    Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    if (failure instanceof HttpOperationFailedException answer
        && answer.getResponseHeaders() != null) {
      seconds(answer.getResponseHeaders())
          .ifPresent(
              seconds ->
                  exchange
                      .getMessage()
                      .setHeader(
                          Exchange.REDELIVERY_DELAY, Math.min(seconds, LONGEST_SECONDS) * 1000));
    }
  }

  private static OptionalLong seconds(Map<String, String> headers) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
        .filter(header -> header.getValue().matches("\\d{1,9}"))
        .mapToLong(header -> Long.parseLong(header.getValue()))
        .findFirst();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.concertim.view.lab.SetClock;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private final SetClock clock = new SetClock(Instant.parse("2026-10-21T07:27:30Z"));
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  private Object delayAfter(Exception failure) {
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
    new RetryAfter(clock).process(exchange);
    return exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY);
  }

  private static Exception busy(Map<String, String> headers) {
    return new HttpOperationFailedException("http://h/", 429, "Busy", null, headers, null);
  }

  @ParameterizedTest
  @CsvSource({"Retry-After, 0, 0", "retry-after, 7, 7000", "RETRY-AFTER, 999999999, 60000"})
  void waitsAsLongAsTheSystemSaysButNoLongerThanAMinute(String name, String value, long delay) {
    assertEquals(delay, delayAfter(busy(Map.of(name, value))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Wed, 21 Oct 2026 07:28:00 GMT | 30000",
        "Wed, 21 Oct 2026 07:27:00 GMT | 0",
        "Thu, 22 Oct 2026 07:28:00 GMT | 60000"
      })
  void waitsUntilTheDateThatTheSystemSaysButNoLongerThanAMinute(String date, long delay) {
    assertEquals(delay, delayAfter(busy(Map.of("Retry-After", date))));
  }

  @Test
  void takesADateByTheClockOfTheSystemThatSaysIt() {
    Map<String, String> headers =
        Map.of(
            "date", "Wed, 21 Oct 2026 09:00:00 GMT",
            "retry-after", "Wed, 21 Oct 2026 09:00:07 GMT");

    assertEquals(7000L, delayAfter(busy(headers)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "soon", "Wed, 41 Oct 2026 07:28:00 GMT", "99999999999999"})
  void leavesTheDelayToTheRouteWhereThereIsNoTime(String value) {
    assertNull(delayAfter(busy(Map.of("Retry-After", value))));
  }

  @Test
  void leavesTheDelayToTheRouteWhereTheSystemSaysNothing() {
    assertNull(delayAfter(busy(Map.of())));
    assertNull(delayAfter(busy(null)));
    assertNull(delayAfter(new IOException("broken")));
  }

  @Test
  void whatOneAnswerSaidDoesNotHoldForTheNext() {
    assertEquals(7000L, delayAfter(busy(Map.of("Retry-After", "7"))));
    assertNull(delayAfter(busy(Map.of())));
  }
}

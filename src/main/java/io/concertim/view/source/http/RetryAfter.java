// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * Delays a retry as the header Retry-After of a busy system says, in seconds or as a date (RFC 9110
 * section 10.2.3).
 */
public final class RetryAfter implements Processor {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Clock clock;

  public RetryAfter(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void process(Exchange exchange) {
    exchange.getMessage().removeHeader(Exchange.REDELIVERY_DELAY);
    Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    if (failure instanceof HttpOperationFailedException answer) {
      of(answer, LONGEST, clock)
          .ifPresent(
              delay ->
                  exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, delay.toMillis()));
    }
  }

  /**
   * How long the answer asks to wait; empty if it does not say so.
   *
   * @param longest at most so long
   * @param clock for answers that do not show the system's own
   */
  public static Optional<Duration> of(
      HttpOperationFailedException answer, Duration longest, Clock clock) {
    return Optional.ofNullable(answer.getResponseHeaders())
        .flatMap(headers -> delay(headers, clock))
        .map(delay -> delay.isNegative() ? Duration.ZERO : delay)
        .map(delay -> delay.compareTo(longest) > 0 ? longest : delay);
  }

  private static Optional<Duration> delay(Map<String, String> headers, Clock clock) {
    String value = header(headers, "Retry-After").orElse("");
    if (value.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    // Compared with the system's own clock if it shows one, since ours may differ.
    Instant now = header(headers, "Date").flatMap(RetryAfter::date).orElseGet(clock::instant);
    return date(value).map(then -> Duration.between(now, then));
  }

  private static Optional<String> header(Map<String, String> headers, String name) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}

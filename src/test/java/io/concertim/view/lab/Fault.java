package io.concertim.view.lab;

import java.time.Duration;

/**
 * One way in which a request goes wrong.
 *
 * @param status the status of a {@link Kind#STATUS} fault, else 0
 * @param body the body of a {@link Kind#STATUS} fault
 * @param retryAfter the Retry-After header of a {@link Kind#STATUS} fault; empty for none
 * @param delay how long a {@link Kind#DELAY} fault waits before the right answer
 */
public record Fault(Kind kind, int status, String body, String retryAfter, Duration delay) {

  /** What happens instead of the right answer. */
  public enum Kind {
    STATUS,
    DROP,
    HANG,
    TRUNCATE,
    HALF_JSON,
    NOT_JSON,
    DELAY
  }

  /** Another status, with an OpenStack-like body. */
  public static Fault status(int status) {
    String body = "{\"error\": {\"code\": %d, \"message\": \"a fault of the lab\"}}";
    return new Fault(Kind.STATUS, status, body.formatted(status), "", Duration.ZERO);
  }

  /** The connection is closed without an answer. */
  public static Fault drop() {
    return of(Kind.DROP, Duration.ZERO);
  }

  /** No answer until the faults are cleared or the lab is closed; then the connection closes. */
  public static Fault hang() {
    return of(Kind.HANG, Duration.ZERO);
  }

  /** The connection is closed in the middle of the body that was announced. */
  public static Fault truncate() {
    return of(Kind.TRUNCATE, Duration.ZERO);
  }

  /** A complete HTTP answer whose JSON ends in the middle. */
  public static Fault halfJson() {
    return of(Kind.HALF_JSON, Duration.ZERO);
  }

  /** Status 200 with a page of HTML. */
  public static Fault notJson() {
    return of(Kind.NOT_JSON, Duration.ZERO);
  }

  /** The right answer, late: what was true when the request came. */
  public static Fault delay(Duration delay) {
    return of(Kind.DELAY, delay);
  }

  /** The same with another body. */
  public Fault withBody(String text) {
    return new Fault(kind, status, text, retryAfter, delay);
  }

  /** The same with a Retry-After header in seconds. */
  public Fault withRetryAfter(int seconds) {
    return new Fault(kind, status, body, Integer.toString(seconds), delay);
  }

  private static Fault of(Kind kind, Duration delay) {
    return new Fault(kind, 0, "", "", delay);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One way in which a request goes wrong.
 *
 * @param status the status of a {@link Kind#STATUS} fault, else 0
 * @param body the body of a {@link Kind#STATUS} fault
 * @param retryAfter the Retry-After header of a {@link Kind#STATUS} fault; empty for none
 * @param delay how long a {@link Kind#DELAY} fault waits before the right answer, and a {@link
 *     Kind#DRIP} fault before each of its bytes
 * @param bend what a {@link Kind#BENT} fault makes of the right answer
 */
public record Fault(
    Kind kind,
    int status,
    String body,
    String retryAfter,
    Duration delay,
    UnaryOperator<Answer> bend) {

  /** What happens instead of the right answer. */
  public enum Kind {
    STATUS,
    DROP,
    HANG,
    HOLD,
    TRUNCATE,
    HALF_JSON,
    NOT_JSON,
    DELAY,
    DRIP,
    BENT
  }

  /** Another status, with an OpenStack-like body. */
  public static Fault status(int status) {
    String body = "{\"error\": {\"code\": %d, \"message\": \"a fault of the lab\"}}";
    return new Fault(
        Kind.STATUS, status, body.formatted(status), "", Duration.ZERO, right -> right);
  }

  /** The connection is closed without an answer. */
  public static Fault drop() {
    return of(Kind.DROP, Duration.ZERO);
  }

  /** No answer until the faults are cleared or the lab is closed; then the connection closes. */
  public static Fault hang() {
    return of(Kind.HANG, Duration.ZERO);
  }

  /**
   * The right answer, once the faults are cleared or the lab is closed: what was true when the
   * request came.
   */
  public static Fault hold() {
    return of(Kind.HOLD, Duration.ZERO);
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

  /** The right answer, byte by byte with a pause before each, as long as the lab lives. */
  public static Fault drip(Duration pause) {
    return of(Kind.DRIP, pause);
  }

  /** The right answer with another body. */
  public static Fault rewritten(UnaryOperator<String> body) {
    return bent(right -> new Answer(right.status(), right.headers(), body.apply(right.body())));
  }

  /** The right answer with one more header, or another value of one. */
  public static Fault withHeader(String name, String value) {
    return bent(right -> right.with(name, value));
  }

  /** The right answer from a machine whose clock is wrong by so much. */
  public static Fault clockSkew(Duration ahead) {
    return bent(
        right ->
            right.with(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    Instant.now().plus(ahead).atOffset(ZoneOffset.UTC))));
  }

  /** Sends the client elsewhere. */
  public static Fault redirect(String location) {
    return bent(right -> new Answer(302, Map.of("Location", location), ""));
  }

  /** Another status with a page of HTML, as a proxy answers. */
  public static Fault proxyPage(int status) {
    return bent(right -> Answer.of(status, "text/html", "<html><h1>" + status + "</h1></html>"));
  }

  /** Status 401; just before it is sent, this happens. */
  public static Fault refusedAfter(Runnable event) {
    return bent(
        right -> {
          event.run();
          return Answer.empty(401);
        });
  }

  /** A bent answer with one more header. */
  public Fault and(String name, String value) {
    return bent(right -> bend.apply(right).with(name, value));
  }

  private static Fault bent(UnaryOperator<Answer> bend) {
    return new Fault(Kind.BENT, 0, "", "", Duration.ZERO, bend);
  }

  /** The same with another body. */
  public Fault withBody(String text) {
    return new Fault(kind, status, text, retryAfter, delay, bend);
  }

  /** The same with a Retry-After header in seconds. */
  public Fault withRetryAfter(int seconds) {
    return new Fault(kind, status, body, Integer.toString(seconds), delay, bend);
  }

  private static Fault of(Kind kind, Duration delay) {
    return new Fault(kind, 0, "", "", delay, right -> right);
  }
}

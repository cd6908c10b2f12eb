// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** An answer on its way to the client: bent by a fault, compressed when the client asks for it. */
final class Reply {
  private final HttpExchange exchange;
  private final Optional<Fault.Kind> kind;
  private final Answer answer;
  private final Pause pause;

  /** Waits before a byte is sent. */
  interface Pause {
    void take() throws InterruptedException;
  }

  Reply(HttpExchange exchange, Answer right, Optional<Fault> fault, Pause pause) {
    this.exchange = exchange;
    this.pause = pause;
    this.kind = fault.map(Fault::kind);
    this.answer = fault.map(known -> bent(right, known)).orElse(right);
  }

  /** The status that the client will see; 0 for no answer. */
  int status() {
    return isSilent() ? 0 : answer.status();
  }

  /** Sends it; the caller closes the exchange, which closes a connection left half way. */
  void send() throws IOException, InterruptedException {
    if (isSilent()) {
      return;
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    if (body.length > 0 && accepted != null && accepted.contains("gzip")) {
      body = gzip(body);
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      exchange.getResponseHeaders().add("Vary", "Accept-Encoding");
    }
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    boolean cut = kind.filter(Fault.Kind.TRUNCATE::equals).isPresent();
    OutputStream out = exchange.getResponseBody();
    if (kind.filter(Fault.Kind.DRIP::equals).isPresent()) {
      drip(body, out);
    } else if (body.length > 0) {
      out.write(cut ? Arrays.copyOf(body, body.length / 2) : body);
      out.flush();
    }
  }

  private void drip(byte[] body, OutputStream out) throws IOException, InterruptedException {
    for (byte each : body) {
      pause.take();
      out.write(each);
      out.flush();
    }
  }

  private boolean isSilent() {
    return kind.filter(k -> k == Fault.Kind.DROP || k == Fault.Kind.HANG).isPresent();
  }

  private static Answer bent(Answer right, Fault fault) {
    return switch (fault.kind()) {
      case STATUS ->
          fault.retryAfter().isEmpty()
              ? Answer.of(fault.status(), "application/json", fault.body())
              : Answer.of(fault.status(), "application/json", fault.body())
                  .with("Retry-After", fault.retryAfter());
      case HALF_JSON ->
          new Answer(
              right.status(),
              right.headers(),
              right.body().substring(0, right.body().length() / 2));
      case NOT_JSON -> Answer.of(200, "text/html", "<html><body>Bad gateway</body></html>");
      case BENT -> fault.bend().apply(right);
      case DROP, HANG, HOLD, TRUNCATE, DELAY, DRIP -> right;
    };
  }

  private static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    }
    return bytes.toByteArray();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody who is notified over HTTP: keeps what comes, and answers as it is told to. */
public final class Receiver implements AutoCloseable {
  private final HttpServer http;
  private final List<Post> posts = new CopyOnWriteArrayList<>();
  private final Queue<Next> answers = new ConcurrentLinkedQueue<>();

  /**
   * What came.
   *
   * @param headers by their names as they are usually written
   */
  public record Post(String method, String path, Map<String, List<String>> headers, String body) {
    public String header(String name) {
      return headers.get(name).get(0);
    }
  }

  private record Next(int status, Map<String, String> headers, String body) {}

  private Receiver(HttpServer http) {
    this.http = http;
    http.createContext("/", this::handle);
    http.start();
  }

  public static Receiver start() throws IOException {
    return new Receiver(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  public String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /** The answer to the next post that has none yet; all others are answered with 204. */
  public void answer(int status, Map<String, String> headers, String body) {
    answers.add(new Next(status, headers, body));
  }

  public List<Post> posts() {
    return posts;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      posts.add(
          new Post(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              Map.copyOf(exchange.getRequestHeaders()),
              body));
      Next next = answers.poll();
      if (next == null) {
        exchange.sendResponseHeaders(204, -1);
        return;
      }
      next.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(next.status(), next.body().isEmpty() ? -1 : 0);
      if (!next.body().isEmpty()) {
        exchange.getResponseBody().write(next.body().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}

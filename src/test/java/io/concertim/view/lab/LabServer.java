// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The lab's one HTTP server: hands each request to the system whose name begins its path. */
final class LabServer implements AutoCloseable {
  static {
    // Without it the JDK's server waits 40 ms between an answer's headers and its body.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer http;
  private final String scheme;
  private final Duration latency;
  private final Map<String, FakeSystem> systems;
  private final CallLog calls;
  private final Faults faults;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "lab");
            thread.setDaemon(true);
            return thread;
          });

  LabServer(
      LabOptions options,
      Optional<LabTls> tls,
      Map<String, FakeSystem> systems,
      CallLog calls,
      Faults faults) {
    this.scheme = tls.isPresent() ? "https" : "http";
    this.latency = options.latency();
    this.systems = systems;
    this.calls = calls;
    this.faults = faults;
    this.http = open(options.port(), tls);
    http.createContext("/", this::handle);
    http.setExecutor(threads);
    http.start();
  }

  String url() {
    return scheme + "://127.0.0.1:" + http.getAddress().getPort();
  }

  @Override
  public void close() {
    closing.countDown();
    faults.clear();
    http.stop(0);
    threads.shutdownNow();
  }

  private static HttpServer open(int port, Optional<LabTls> tls) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try {
      if (tls.isEmpty()) {
        return HttpServer.create(address, 0);
      }
      HttpsServer https = HttpsServer.create(address, 0);
      https.setHttpsConfigurator(tls.get().configurator());
      return https;
    } catch (IOException e) {
      throw new UncheckedIOException("the lab cannot listen on port " + port, e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    String target = exchange.getRequestURI().toString();
    String system = target.substring(1).replaceFirst("[/?].*", "");
    calls.began(system);
    try (exchange) {
      Call call = read(exchange, system);
      CountDownLatch cleared = faults.untilCleared();
      Optional<Fault> fault = faults.next(target);
      Reply reply =
          new Reply(
              exchange,
              answer(system, call),
              fault,
              () -> pause(fault.map(Fault::delay).orElse(Duration.ZERO)));
      pause(latency.plus(fault.map(Fault::delay).orElse(Duration.ZERO)));
      String packed = call.header("accept-encoding").orElse("");
      calls.answers(new CallLog.Entry(system, call.method(), target, packed, reply.status()));
      if (fault.map(Fault::kind).filter(LabServer::waits).isPresent()) {
        cleared.await();
      }
      reply.send();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      calls.ended(system);
    }
  }

  private static boolean waits(Fault.Kind kind) {
    return kind == Fault.Kind.HANG || kind == Fault.Kind.HOLD;
  }

  private Answer answer(String system, Call call) {
    FakeSystem known = systems.get(system);
    if (known == null) {
      return Answer.of(404, "text/plain", "the lab has no system " + system);
    }
    try {
      return known.answer(call);
    } catch (RuntimeException e) {
      return Answer.of(500, "text/plain", "the lab itself failed: " + e);
    }
  }

  private Call read(HttpExchange exchange, String system) throws IOException {
    URI uri = exchange.getRequestURI();
    List<String> path = new ArrayList<>();
    for (String segment : uri.getRawPath().substring(1).split("/", -1)) {
      if (!segment.isEmpty()) {
        path.add(URLDecoder.decode(segment, StandardCharsets.UTF_8));
      }
    }
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    return new Call(
        urlOf(headers.get("host")) + "/" + system,
        exchange.getRequestMethod(),
        path.subList(Math.min(1, path.size()), path.size()),
        Query.of(uri.getRawQuery()),
        headers,
        body);
  }

  /** The lab's address as the client knows it, so that the catalog does not lead past a link. */
  private String urlOf(String host) {
    return host == null ? url() : url().replaceFirst("//.*", "//" + host);
  }

  /** Waits, but not longer than the lab lives. */
  private void pause(Duration delay) throws InterruptedException {
    if (!delay.isZero() && closing.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("the lab is closed");
    }
  }
}

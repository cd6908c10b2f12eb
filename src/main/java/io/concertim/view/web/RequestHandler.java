// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.concertim.view.log.LogOnce;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles what all requests have in common: which hosts and methods are allowed, and the headers.
 */
final class RequestHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

  /** What a page may load, and from where. */
  static final String POLICY = "Content-Security-Policy";

  private static final Map<String, String> HEADERS =
      Map.of(
          POLICY,
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
              + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Referrer-Policy",
          "no-referrer",
          "Cache-Control",
          "no-cache",
          "Vary",
          "Accept-Encoding");

  private final HostCheck hosts;
  private final Map<String, Endpoint> endpoints;
  private final LogOnce logOnce = new LogOnce(Clock.systemUTC());

  /**
   * @param endpoints by path; a path that ends in a slash also matches paths that begin with it
   */
  RequestHandler(HostCheck hosts, Map<String, Endpoint> endpoints) {
    this.hosts = hosts;
    this.endpoints = endpoints;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      HEADERS.forEach(exchange.getResponseHeaders()::set);
      Response answer = answer(exchange);
      try {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        send(exchange, answer);
      } finally {
        answer.content().sent();
      }
    }
  }

  private Response answer(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    if (!hosts.isOurs(host, exchange.getLocalAddress().getAddress())) {
      return Response.error(
          421, "this Host header is not allowed; use the address that the service listens on");
    }
    if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Response.error(405, "nothing can be changed here: GET and HEAD only");
    }
    String path = exchange.getRequestURI().getPath();
    String known = known(path);
    if (known == null) {
      return Response.error(404, "there is nothing at this path");
    }
    String rest = path.substring(known.length());
    try {
      return endpoints
          .get(known)
          .answer(new Request(rest, query(exchange.getRequestURI().getRawQuery())));
    } catch (IllegalArgumentException e) {
      return Response.error(400, e.getMessage());
    } catch (IOException | RuntimeException e) {
      return failed(path, e);
    }
  }

  /** The path of the endpoint that answers at this path; null if none does. */
  private String known(String path) {
    if (path == null || endpoints.containsKey(path)) {
      return path;
    }
    int slash = path.indexOf('/', "/api/".length());
    String folder = path.substring(0, slash + 1);
    return endpoints.containsKey(folder) ? folder : null;
  }

  /** Consoles ask every two seconds, so this is logged once. */
  private Response failed(String path, Exception e) {
    if (logOnce.isNew(known(path), e.toString())) {
      LOG.warn("{} cannot be answered: {}", path, e.toString());
    }
    return Response.error(500, "the data cannot be read, see the log");
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      query.putIfAbsent(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private void send(HttpExchange exchange, Response answer) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    if (answer.tag() != null
        && isKept(answer.tag(), exchange.getRequestHeaders().get("If-None-Match"))) {
      headers.set("ETag", weak(answer.tag()));
      exchange.sendResponseHeaders(304, -1);
      return;
    }
    boolean packed = acceptsGzip(exchange.getRequestHeaders());
    Response sent = answer;
    byte[] body;
    try {
      body = body(sent, packed);
    } catch (IOException | RuntimeException e) {
      sent = failed(exchange.getRequestURI().getPath(), e);
      body = body(sent, packed);
    }
    if (sent.tag() != null) {
      headers.set("ETag", weak(sent.tag()));
    }
    if (packed) {
      headers.set("Content-Encoding", "gzip");
    }
    headers.set("Content-Type", sent.type());
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(sent.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(sent.status(), body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static byte[] body(Response answer, boolean packed) throws IOException {
    return packed ? answer.content().gzipped() : answer.content().plain();
  }

  private static String weak(String tag) {
    return "W/\"" + tag + '"';
  }

  /**
   * Whether the client has this content already. RFC 9110 section 13.1.2 compares weakly; {@code *}
   * matches any tag.
   */
  private static boolean isKept(String tag, List<String> kept) {
    return kept != null
        && kept.stream()
            .flatMap(line -> Arrays.stream(line.split(",", -1)))
            .map(String::strip)
            .anyMatch(
                one -> one.equals("*") || one.equals('"' + tag + '"') || one.equals(weak(tag)));
  }

  private static boolean acceptsGzip(Headers headers) {
    String accepted = headers.getFirst("Accept-Encoding");
    return accepted != null && accepted.matches(".*\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Asks a management server, with whatever headers, also such that a browser would not send. */
public final class WebClient {
  /** In milliseconds; a server that never answers fails the test. */
  private static final int PATIENCE = 10_000;

  private final URI server;

  public WebClient(String url) {
    this.server = URI.create(url);
  }

  /**
   * What came back.
   *
   * @param headers by name in lower case
   * @param length of the body as it was sent, in bytes
   * @param text the body, unpacked
   */
  public record Reply(int status, Map<String, String> headers, int length, String text) {
    public JsonNode json() {
      try {
        return new ObjectMapper().readTree(text);
      } catch (IOException e) {
        throw new AssertionError("no JSON: " + text, e);
      }
    }
  }

  public Reply get(String path, String... headers) throws IOException {
    return ask("GET", path, headers);
  }

  /** Asks; without a header Host in {@code headers} for the host that is asked. */
  Reply ask(String method, String path, String... headers) throws IOException {
    StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    String all = String.join("\r\n", headers);
    if (!all.startsWith("Host:")) {
      request.append("Host: ").append(server.getAuthority()).append("\r\n");
    }
    request.append("Connection: close\r\n").append(all).append(all.isEmpty() ? "\r\n" : "\r\n\r\n");
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(PATIENCE);
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
      return reply(socket.getInputStream().readAllBytes());
    }
  }

  private static Reply reply(byte[] all) throws IOException {
    String text = new String(all, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    String[] lines = text.substring(0, end).split("\r\n", -1);
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT), lines[i].substring(colon + 2));
    }
    byte[] body = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
    byte[] plain =
        "gzip".equals(headers.get("content-encoding"))
            ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes()
            : body;
    return new Reply(
        Integer.parseInt(lines[0].split(" ", -1)[1]),
        headers,
        body.length,
        new String(plain, StandardCharsets.UTF_8));
  }
}

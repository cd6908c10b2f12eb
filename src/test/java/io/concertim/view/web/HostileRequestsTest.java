// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.web.WebClient.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to the management address that were tried against it and got nothing. */
class HostileRequestsTest {
  private ManagementServer server;
  private WebClient client;

  @BeforeEach
  void start() throws IOException {
    Map<String, Endpoint> endpoints = new HashMap<>(StaticFiles.endpoints());
    endpoints.put("/text", request -> Response.json(200, Map.of("a", 1)));
    server =
        new ManagementServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), endpoints);
    client = new WebClient(server.url());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../application.properties",
        "/%2e%2e/application.properties",
        "/..%2fapplication.properties",
        "/%2e%2e%2fapplication.properties",
        "/..%5capplication.properties",
        "/..\\application.properties",
        "/....//application.properties",
        "/.%2e/.%2e/etc/passwd",
        "/%252e%252e/etc/passwd",
        "/..%c0%afetc/passwd",
        "/..;/routes/calls.camel.yaml",
        "/./../routes/calls.camel.yaml",
        "/../routes/calls.camel.yaml",
        "/..%2froutes%2fcalls.camel.yaml",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/file:///etc/passwd",
        "/jar:file:/x!/y",
        "/etc/passwd%00.css",
        "/console.js%00",
        "/console.js/..",
        "/console.js/../../routes/calls.camel.yaml",
        "/META-INF/MANIFEST.MF",
        "/config.schema.json",
        "/io/concertim/view/ViewMain.class",
        "/logback.xml",
        "/.git/config",
        "/%",
        "/%zz",
        "/%e2%80%ae",
        "/~root",
        "/C:/windows",
        "/static/../config.schema.json",
        "/console/../../config.schema.json",
        "/{{env:PATH}}"
      })
  void noPathLeadsToAnotherFile(String path) throws IOException {
    String answer =
        send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
    assertFalse(answer.contains("root:"), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        "Content-Length: -1\r\n\r\n",
        "Content-Length: 99999999999999999999\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        "Content-Length : 5\r\n\r\nabcde"
      })
  void noSecondRequestHidesInTheFirst(String headers) throws IOException {
    String answer =
        send(
            "GET /text HTTP/1.1\r\nHost: localhost\r\n"
                + headers
                + "GET /hidden HTTP/1.1\r\nHost: localhost\r\n\r\n");

    assertTrue(answer.split("HTTP/1.1 200", -1).length <= 2, answer);
    assertEquals(200, client.get("/text").status());
  }

  @Test
  void longAddressesAndHeadsEndOnlyTheirOwnConnection() throws IOException {
    for (String request :
        List.of(
            "GET /" + "x".repeat(2_000_000) + " HTTP/1.1\r\n\r\n",
            "GET /text HTTP/1.1\r\nX: " + "x".repeat(2_000_000) + "\r\n\r\n",
            "GET /text HTTP/1.1\r\n" + "X: x\r\n".repeat(100_000) + "\r\n",
            "\0\u0001\u0002\r\n\r\n")) {
      assertFalse(send(request).startsWith("HTTP/1.1 200"));
    }
    assertEquals(200, client.get("/text").status());
  }

  @Test
  void connectionsThatSayNothingTakeNoThread() throws IOException {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 500; i++) {
        idle.add(connect());
      }
      Reply reply = client.get("/text");
      assertEquals(200, reply.status());
    } finally {
      for (Socket connection : idle) {
        connection.close();
      }
    }
  }

  private Socket connect() throws IOException {
    URI address = URI.create(server.url());
    return new Socket(address.getHost(), address.getPort());
  }

  /** All that comes back; nothing where the server closes the connection first. */
  private String send(String request) throws IOException {
    try (Socket connection = connect()) {
      connection.setSoTimeout(10_000);
      connection.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      connection.shutdownOutput();
      return new String(connection.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (SocketException e) {
      return "";
    }
  }
}

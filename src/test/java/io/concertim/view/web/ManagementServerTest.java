// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.concertim.view.web.WebClient.Reply;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What all answers of the server have in common. */
class ManagementServerTest {
  private static final String TEXT = "a line that is said again\n".repeat(100);

  private ManagementServer server;
  private WebClient client;

  @BeforeEach
  void start() throws IOException {
    server =
        new ManagementServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Map.of(
                "/text",
                request -> new Response(200, "text/plain", "7", TEXT::getBytes),
                "/api/objects/",
                request -> Response.json(200, Map.of("rest", request.rest())),
                "/api/number",
                request -> Response.json(200, Map.of("n", request.number("n").orElse(-1L))),
                "/broken",
                request -> {
                  throw new IOException("/secret/path is unreadable");
                },
                "/vanished",
                request ->
                    Response.json(
                        "7",
                        () -> {
                          throw new IOException("/secret/path has gone");
                        })));
    client = new WebClient(server.url());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void answersWithHeadersThatKeepOthersOut() throws IOException {
    Reply reply = client.get("/text");

    assertEquals(200, reply.status());
    assertEquals(TEXT, reply.text());
    assertEquals("nosniff", reply.headers().get("x-content-type-options"));
    assertTrue(reply.headers().get("content-security-policy").startsWith("default-src 'none'; "));
    assertEquals("same-origin", reply.headers().get("cross-origin-resource-policy"));
    assertNull(reply.headers().get("access-control-allow-origin"));
  }

  /** Four took all threads there were, and each waited ten seconds. */
  @Test
  void answersBesideConnectionsThatStall() throws IOException {
    List<Socket> connections = stall(8);
    try {
      assertTimeout(Duration.ofSeconds(5), () -> assertEquals(200, client.get("/text").status()));
    } finally {
      close(connections);
    }
  }

  private List<Socket> stall(int count) throws IOException {
    List<Socket> connections = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Socket connection = new Socket(address().getHost(), address().getPort());
      connections.add(connection);
      connection.getOutputStream().write("GET /text HTTP/1.1\r\nHost: loc".getBytes(US_ASCII));
    }
    return connections;
  }

  private static void close(List<Socket> connections) throws IOException {
    for (Socket connection : connections) {
      connection.close();
    }
  }

  private URI address() {
    return URI.create(server.url());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
  void changesNothing(String method) throws IOException {
    Reply reply = client.ask(method, "/text");

    assertEquals(405, reply.status());
    assertEquals("GET, HEAD", reply.headers().get("allow"));
  }

  @Test
  void answersHeadLikeGetWithoutTheBody() throws IOException {
    Reply reply = client.ask("HEAD", "/text");

    assertEquals(200, reply.status());
    assertEquals(Integer.toString(TEXT.length()), reply.headers().get("content-length"));
    assertEquals(0, reply.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:9464",
        "127.0.0.1.evil.example",
        "10.0.0.1",
        "",
        "a b"
      })
  void refusesANameThatSomebodyLetPointHere(String host) throws IOException {
    assertEquals(421, client.get("/text", "Host: " + host).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:80", "127.0.0.1", "127.1.2.3:9464", "[::1]:9464"})
  void answersToTheNamesOfTheLoopback(String host) throws IOException {
    assertEquals(200, client.get("/text", "Host: " + host).status());
  }

  @Test
  void sendsNothingAgainThatIsStillTheSame() throws IOException {
    Reply first = client.get("/text");
    Reply again = client.get("/text", "If-None-Match: \"x\", " + first.headers().get("etag"));

    assertEquals(304, again.status());
    assertEquals(0, again.length());
    assertEquals(first.headers().get("etag"), again.headers().get("etag"));
    assertEquals(200, client.get("/text", "If-None-Match: W/\"6\"").status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "W/\"7\"", "\"7\"", "\"x\",\"7\"", "W/\"x\"\r\nIf-None-Match: W/\"7\""})
  void sendsNothingToThoseWhoHaveIt(String kept) throws IOException {
    assertEquals(304, client.get("/text", "If-None-Match: " + kept).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "W/7", "\"77\"", "\"*\"", ""})
  void sendsItToThoseWhoHaveAnother(String kept) throws IOException {
    assertEquals(200, client.get("/text", "If-None-Match: " + kept).status());
  }

  @Test
  void packsWhatMayBePacked() throws IOException {
    Reply packed = client.get("/text", "Accept-Encoding: deflate, gzip");

    assertEquals("gzip", packed.headers().get("content-encoding"));
    assertTrue(packed.length() < TEXT.length() / 4);
    assertEquals(TEXT, packed.text());
    assertNull(client.get("/text", "Accept-Encoding: gzip;q=0").headers().get("content-encoding"));
  }

  @Test
  void decodesWhatFollowsThePath() throws IOException {
    assertEquals("a b/c", client.get("/api/objects/a%20b%2Fc").json().path("rest").asText());
    assertEquals(404, client.get("/api/other/x").status());
    assertEquals(404, client.get("/text/x").status());
  }

  @Test
  void tellsWhatIsWrongWithAQuestion() throws IOException {
    assertEquals(5, client.get("/api/number?n=5").json().path("n").asInt());
    Reply reply = client.get("/api/number?n=five");

    assertEquals(400, reply.status());
    assertEquals("n: expected a whole number, 0 or more", reply.json().path("error").asText());
    assertEquals(400, client.get("/api/number?n=%25%5").status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/broken", "/vanished"})
  void saysThatTheDataCannotBeReadButNotWhereItIs(String path) throws IOException {
    for (String accepted : List.of("identity", "gzip")) {
      Reply reply = client.get(path, "Accept-Encoding: " + accepted);

      assertEquals(500, reply.status());
      assertEquals("the data cannot be read, see the log", reply.json().path("error").asText());
      assertFalse(reply.text().contains("secret"), reply::text);
      assertNull(reply.headers().get("etag"));
    }
  }

  @Test
  void logsOnceWhatEveryQuestionOfAConsoleFindsBroken() throws IOException {
    Logger log = (Logger) LoggerFactory.getLogger(RequestHandler.class);
    log.setLevel(null);
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    log.addAppender(logged);
    try {
      for (String path : List.of("/broken", "/vanished", "/broken", "/vanished")) {
        assertEquals(500, client.get(path).status());
      }
    } finally {
      log.detachAppender(logged);
    }

    assertEquals(
        List.of(
            "/broken cannot be answered: java.io.IOException: /secret/path is unreadable",
            "/vanished cannot be answered: java.io.IOException: /secret/path has gone"),
        logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
  }

  @Test
  void saysWhenTheAddressIsTaken() {
    InetSocketAddress taken =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort());

    assertThrows(BindException.class, () -> new ManagementServer(taken, Map.of()));
  }
}

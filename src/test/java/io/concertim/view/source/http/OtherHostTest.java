// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call knows whether its answer redirects to another host than the one that was asked. */
@Timeout(60)
class OtherHostTest {
  private static HttpCall answered(int status, String location) throws Exception {
    List<HttpCall> calls = new CopyOnWriteArrayList<>();
    HttpClientBuilder builder = HttpClientBuilder.create();
    new HttpClientSetup("x", new LongAdder(), calls::add, Duration.ofSeconds(20))
        .configureHttpClient(builder);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          if (location != null) {
            exchange.getResponseHeaders().set("Location", location);
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    try (CloseableHttpClient client = builder.build()) {
      client.execute(
          new HttpGet("http://127.0.0.1:" + server.getAddress().getPort() + "/list"),
          answer -> answer.getCode());
    } finally {
      server.stop(0);
    }
    assertEquals(1, calls.size());
    return calls.get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "302, http://elsewhere.example/list, true",
    "301, HTTPS://elsewhere.example:8080?x=y, true",
    "307, //elsewhere.example/list, true",
    "302, http://127.0.0.1@elsewhere.example/list, true",
    "302, http://[::1]/list, true",
    "302, http://127.0.0.1.elsewhere.example/, true",
    "302, 'http://else where/{{env:PASSWORD}}', true",
    "302, https://127.0.0.1:8443/list, false",
    "302, http://user@127.0.0.1/list, false",
    "302, http://127.0.0.1, false",
    "302, /other/list, false",
    "302, other?next=http://elsewhere.example/, false",
    "302, '', false",
    "200, http://elsewhere.example/list, false",
    "201, http://elsewhere.example/list, false"
  })
  void onlyARedirectionToAnotherHostIsOne(int status, String location, boolean expected)
      throws Exception {
    assertEquals(expected, answered(status, location).otherHost());
  }

  @Test
  void aRedirectionThatNamesNoPlaceIsNone() throws Exception {
    assertEquals(false, answered(302, null).otherHost());
  }
}

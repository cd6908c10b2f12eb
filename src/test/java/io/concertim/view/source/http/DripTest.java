// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.concertim.view.config.Tls;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A server that sends something now and then is never late for a socket, but for its call. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class DripTest {
  private static final Duration LONGEST = Duration.ofSeconds(2);

  /** Sends the beginning, and then a part again and again. */
  private static void drip(ServerSocket server, String beginning, String part, CountDownLatch end) {
    try (Socket socket = server.accept();
        OutputStream out = socket.getOutputStream()) {
      out.write(beginning.getBytes(StandardCharsets.ISO_8859_1));
      while (!end.await(100, TimeUnit.MILLISECONDS)) {
        out.write(part.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
      }
    } catch (IOException e) {
      return; // the client has closed the connection
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void assertGivenUp(String scheme, String beginning, String part) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    HttpClientBuilder builder = HttpClientBuilder.create();
    new HttpClientSetup("x", new LongAdder(), call -> {}, LONGEST).configureHttpClient(builder);
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        CloseableHttpClient client =
            builder
                .setConnectionManager(
                    new HttpConnections(
                            "x",
                            Tls.VERIFIED,
                            new CertificateDates(),
                            LONGEST,
                            Duration.ofSeconds(50))
                        .pool(1))
                .build()) {
      CompletableFuture<Void> dripping =
          CompletableFuture.runAsync(
              () -> drip(server, beginning, part, end), drip -> new Thread(drip, "drip").start());
      HttpGet get = new HttpGet(scheme + "://127.0.0.1:" + server.getLocalPort());
      assertThrows(
          SocketTimeoutException.class,
          () ->
              client.execute(
                  get,
                  answer -> {
                    try {
                      return answer.getEntity().getContent().readAllBytes();
                    } catch (UncheckedIOException e) {
                      throw e.getCause();
                    }
                  }));
      end.countDown();
      dripping.join();
    }
  }

  @Test
  void aHeadThatDoesNotEndIsGivenUp() throws Exception {
    assertGivenUp("http", "HTTP/1.1 200 OK\r\n", "X: y\r\n");
  }

  @Test
  void aLineOfAHeadThatDoesNotEndIsGivenUp() throws Exception {
    assertGivenUp("http", "HTTP/1.1 200 OK\r\nX: ", "y");
  }

  @Test
  void aBodyThatDoesNotEndIsGivenUp() throws Exception {
    assertGivenUp("http", "HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", "y");
  }

  @Test
  void aHandshakeThatDoesNotEndIsGivenUp() throws Exception {
    assertGivenUp("https", "\u0016\u0003\u0003@\u0000", "y");
  }
}

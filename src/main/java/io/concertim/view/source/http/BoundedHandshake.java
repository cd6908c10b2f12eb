// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Ends a TLS handshake that does not end by itself, however often the server sends a byte. */
record BoundedHandshake(TlsSocketStrategy tls, Duration longest) implements TlsSocketStrategy {
  @Override
  public SSLSocket upgrade(
      Socket socket, String target, int port, Object attachment, HttpContext context)
      throws IOException {
    try (TimeLimit limit = TimeLimit.of(longest, () -> close(socket))) {
      try {
        return tls.upgrade(socket, target, port, attachment, context);
      } catch (IOException e) {
        if (limit.passed()) {
          SocketTimeoutException late = new SocketTimeoutException("the TLS handshake did not end");
          late.initCause(e);
          throw late;
        }
        throw e;
      }
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

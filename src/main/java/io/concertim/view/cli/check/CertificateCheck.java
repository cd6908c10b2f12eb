// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.check;

import io.concertim.view.config.Tls;
import io.concertim.view.source.http.CertificateDates;
import io.concertim.view.source.http.ServerTrust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * Checks that the connection to a system is encrypted, and that its certificate is trusted and
 * still valid.
 */
final class CertificateCheck {
  private static final Duration SOON = Duration.ofDays(30);

  private final Duration timeout;
  private final Clock clock;

  /**
   * @param timeout longest wait for a connection
   */
  CertificateCheck(Duration timeout, Clock clock) {
    this.timeout = timeout;
    this.clock = clock;
  }

  /** The verdict for a system that is reached by HTTP or HTTPS. */
  Verdict of(String system, Tls tls, URI address) throws IOException, GeneralSecurityException {
    if (!"https".equals(address.getScheme())) {
      return plain(system, address.getHost());
    }
    return of(system, tls, address.getHost(), address.getPort() < 0 ? 443 : address.getPort());
  }

  /** The verdict for a system that is reached without encryption. */
  Verdict plain(String system, String host) throws IOException {
    return InetAddress.getByName(host).isLoopbackAddress()
        ? Verdict.ok("none: not encrypted, and on this machine")
        : Verdict.warn(
            "none: whoever is between this machine and " + host + " can read the passwords",
            "let " + system + " be reached with TLS");
  }

  /** The verdict for a system that is reached with TLS. */
  Verdict of(String system, Tls tls, String host, int port)
      throws IOException, GeneralSecurityException {
    CertificateDates dates = new CertificateDates();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {ServerTrust.of(system, tls, dates)}, null);
    int millis = (int) timeout.toMillis();
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(host, port), millis);
      try (SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
        socket.setSoTimeout(millis);
        if (!tls.insecure() && tls.pinnedSha256().isEmpty()) {
          SSLParameters parameters = socket.getSSLParameters();
          parameters.setEndpointIdentificationAlgorithm("HTTPS");
          socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return of(system, tls, dates.end(system).orElseThrow());
      }
    }
  }

  /**
   * The verdict for a system whose certificates were accepted, of which the first one ends then.
   */
  Verdict of(String system, Tls tls, Instant ends) {
    Duration left = Duration.between(clock.instant(), ends);
    if (left.isNegative()) {
      return Verdict.warn("is accepted, but expired at " + ends, "renew it");
    }
    if (tls.insecure()) {
      return Verdict.warn(
          "is not checked, as " + system + ".tls.insecure says",
          "set another key of " + system + ".tls instead, such as ca_file");
    }
    return left.compareTo(SOON) < 0
        ? Verdict.warn("is trusted, but expires at " + ends, "renew it")
        : Verdict.ok("is trusted, and expires at " + ends);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import io.concertim.view.config.Tls;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes the connection pools of one system, for camel-http's {@code clientConnectionManager}.
 *
 * <p>Certificates are verified unless the configuration says otherwise (decision D15).
 */
public final class HttpConnections {
  /** A head without end would fill the memory (CVE-2026-54399). */
  private static final Http1Config HEADS =
      Http1Config.custom()
          .setMaxHeaderCount(Bounds.HEADERS)
          .setMaxLineLength(Bounds.HEADER_CHARACTERS)
          .setMaxEmptyLineCount(10)
          .build();

  private final TlsSocketStrategy tls;
  private final Timeout connectTimeout;
  private final Timeout responseTimeout;

  /**
   * For pools of a system whose services are all checked in the same way.
   *
   * @param system the system's name in the configuration file, for the log and for errors
   * @param tls how its certificates are checked; an insecure one is logged as a warning here
   * @param dates where it is noted when the certificates end
   * @param connectTimeout longest wait for a connection, its TLS handshake included
   * @param responseTimeout longest wait for the next part of an answer
   * @throws GeneralSecurityException if the file with the trusted authorities cannot be used
   */
  public HttpConnections(
      String system,
      Tls tls,
      CertificateDates dates,
      Duration connectTimeout,
      Duration responseTimeout)
      throws GeneralSecurityException {
    this.tls =
        new BoundedHandshake(strategy(tls, ServerTrust.of(system, tls, dates)), connectTimeout);
    this.connectTimeout = Timeout.of(connectTimeout);
    this.responseTimeout = Timeout.of(responseTimeout);
  }

  /**
   * A pool that the caller closes.
   *
   * @param maxConnections how many connections may be open at once
   */
  public PoolingHttpClientConnectionManager pool(int maxConnections) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setTlsSocketStrategy(tls)
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder().http1Config(HEADS).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(connectTimeout)
                .setSocketTimeout(responseTimeout)
                .build())
        .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(connectTimeout).build())
        .setMaxConnTotal(maxConnections)
        .setMaxConnPerRoute(maxConnections)
        .build();
  }

  private static TlsSocketStrategy strategy(Tls tls, X509ExtendedTrustManager trust)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trust}, null);
    boolean anyName = tls.insecure() || tls.pinnedSha256().isPresent();
    return new DefaultClientTlsStrategy(
        context,
        // BUILTIN lets the trust manager check the name too, so that it can explain a refusal.
        anyName ? HostnameVerificationPolicy.CLIENT : HostnameVerificationPolicy.BUILTIN,
        NoopHostnameVerifier.INSTANCE);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.concertim.view.config.PemCertificates;
import io.concertim.view.config.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

@Isolated("it reads what a logger of this Java machine is told")
class HttpConnectionsTest {
  @TempDir static Path directory;
  private static TlsServer named;
  private static TlsServer misnamed;
  private final CertificateDates dates = new CertificateDates();

  @BeforeAll
  static void startServers() throws Exception {
    named = TlsServer.start(directory, "localhost");
    misnamed = TlsServer.start(directory, "host.example");
  }

  @AfterAll
  static void stopServers() {
    named.close();
    misnamed.close();
  }

  @Test
  void trustsAnAuthorityOfTheFile() throws Exception {
    assertEquals(204, status(named.address(), trusting(misnamed.pem() + named.pem())));
  }

  @Test
  void notesWhenACertificateEndsThatItAccepts() throws Exception {
    Path pem = Files.writeString(directory.resolve("named.pem"), named.pem());

    assertThrows(SSLException.class, () -> status(named.address(), Tls.VERIFIED));
    assertEquals(Optional.empty(), dates.end("concertim"));
    assertEquals(204, status(named.address(), trusting(named.pem())));

    assertEquals(
        Optional.of(PemCertificates.read(pem).get(0).getNotAfter().toInstant()),
        dates.end("concertim"));
  }

  @Test
  void refusesAnUnknownAuthorityAndSaysWhatToDo() throws Exception {
    SSLException refusal =
        assertThrows(SSLException.class, () -> status(named.address(), Tls.VERIFIED));

    assertTrue(
        refusal.getMessage().contains("the certificate of concertim is not trusted: "),
        refusal::getMessage);
    assertTrue(refusal.getMessage().contains("set concertim.tls.ca_file"), refusal::getMessage);
    assertTrue(refusal.getMessage().contains(named.fingerprint()), refusal::getMessage);
  }

  @Test
  void refusesAnotherHostsCertificateOfATrustedAuthority() throws Exception {
    Tls tls = trusting(misnamed.pem());

    SSLException refusal = assertThrows(SSLException.class, () -> status(misnamed.address(), tls));

    assertTrue(refusal.getMessage().contains("localhost"), refusal::getMessage);
    assertTrue(refusal.getMessage().contains("concertim.tls.pinned_sha256"), refusal::getMessage);
  }

  @Test
  void acceptsThePinnedCertificateWhateverItsName() throws Exception {
    assertEquals(204, status(misnamed.address(), pinned(misnamed.fingerprint())));
  }

  @Test
  void refusesAnotherCertificateThanThePinnedAndSaysWhatToDo() throws Exception {
    Tls tls = pinned(misnamed.fingerprint());

    SSLException refusal = assertThrows(SSLException.class, () -> status(named.address(), tls));

    assertTrue(refusal.getMessage().contains(named.fingerprint()), refusal::getMessage);
    assertTrue(refusal.getMessage().contains("if it was renewed"), refusal::getMessage);
  }

  @Test
  void acceptsAnyCertificateWhenInsecureAndWarns() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(ServerTrust.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.WARN);
    try {
      assertEquals(
          204, status(misnamed.address(), new Tls(Optional.empty(), Optional.empty(), true)));
    } finally {
      logger.setLevel(null);
      logger.detachAppender(log);
    }

    assertEquals(1, log.list.size());
    assertEquals(Level.WARN, log.list.get(0).getLevel());
    assertTrue(log.list.get(0).getFormattedMessage().contains("concertim.tls.insecure"));
  }

  @Test
  void saysWhichFileOfAuthoritiesCannotBeRead() {
    Tls tls = new Tls(Optional.of(directory.resolve("absent.pem")), Optional.empty(), false);

    GeneralSecurityException refusal =
        assertThrows(GeneralSecurityException.class, () -> status(named.address(), tls));

    assertTrue(refusal.getMessage().startsWith("concertim.tls.ca_file"), refusal::getMessage);
  }

  @Test
  void waitsForAnAnswerNoLongerThanItMay() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI address = URI.create("http://localhost:" + silent.getLocalPort());

      assertThrows(
          SocketTimeoutException.class,
          () -> status(address, Tls.VERIFIED, Duration.ofMillis(100)));
    }
  }

  @Test
  void waitsForATlsHandshakeNoLongerThanForAConnection() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI address = URI.create("https://localhost:" + silent.getLocalPort());

      assertThrows(
          SocketTimeoutException.class,
          () -> status(address, Tls.VERIFIED, Duration.ofMillis(100)));
    }
  }

  @Test
  void opensNoMoreConnectionsThanItMay() throws Exception {
    try (PoolingHttpClientConnectionManager pool =
        new HttpConnections(
                "concertim",
                Tls.VERIFIED,
                new CertificateDates(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5))
            .pool(7)) {
      assertEquals(7, pool.getMaxTotal());
      assertEquals(7, pool.getDefaultMaxPerRoute());
    }
  }

  private static Tls trusting(String pem) throws IOException {
    Path file = Files.writeString(Files.createTempFile(directory, "ca", ".pem"), pem);
    return new Tls(Optional.of(file), Optional.empty(), false);
  }

  private static Tls pinned(String fingerprint) {
    return new Tls(Optional.empty(), Optional.of(fingerprint), false);
  }

  private int status(URI address, Tls tls) throws Exception {
    return status(address, tls, Duration.ofSeconds(10));
  }

  private int status(URI address, Tls tls, Duration timeout) throws Exception {
    try (CloseableHttpClient client =
        HttpClients.custom()
            .setConnectionManager(
                new HttpConnections("concertim", tls, dates, timeout, timeout).pool(2))
            .disableAutomaticRetries()
            .build()) {
      return client.execute(new HttpGet(address), HttpResponse::getCode);
    }
  }
}

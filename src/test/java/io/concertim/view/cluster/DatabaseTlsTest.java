// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.config.Tls;
import io.concertim.view.lab.LabTls;
import io.concertim.view.queue.work.SteadyClock;
import java.io.IOException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Whom a host trusts to be its database, and what the database shows. */
@Isolated("one test replaces the default TLS context of this Java machine")
class DatabaseTlsTest {
  private static final String URL = "jdbc:postgresql://127.0.0.1:%d/postgres";
  private static final LabTls SERVER = TestDatabase.certificate();
  private static final Tls TRUSTED = new Tls(Optional.of(SERVER.caFile()), Optional.empty(), false);

  private final TestDatabase server = new TestDatabase();
  private final List<X509Certificate> shown = new CopyOnWriteArrayList<>();

  /** What the server says of the connection. */
  private String ask(String url, Tls tls, String column) throws IOException {
    try (Database database =
        new Database(
            server.encrypted(url, tls), new SteadyClock(), chain -> shown.addAll(List.of(chain)))) {
      return database.with(
          connection -> {
            try (Statement statement = connection.createStatement();
                ResultSet row =
                    statement.executeQuery(
                        "select %s from pg_stat_ssl where pid = pg_backend_pid()"
                            .formatted(column))) {
              row.next();
              return row.getString(1);
            }
          });
    }
  }

  private void assertIsShown() {
    await()
        .untilAsserted(
            () -> {
              assertTrue(shown.size() > 0);
              shown.forEach(one -> assertEquals(SERVER.certificate(), one));
            });
  }

  @Test
  void showsTheCertificateOfAnAuthorityInAFile() throws IOException {
    assertEquals("t", ask(URL, TRUSTED, "ssl"));
    assertIsShown();
  }

  @Test
  void showsACertificateThatNobodyChecks() throws IOException {
    Tls any = new Tls(Optional.empty(), Optional.empty(), true);

    assertEquals("t", ask(URL, any, "ssl"));
    assertIsShown();
  }

  @Test
  void showsTheCertificateOfAnAuthorityThatJavaTrusts() throws Exception {
    SSLContext usual = SSLContext.getDefault();
    SSLContext.setDefault(trustingTheServer());
    try {
      assertEquals("t", ask(URL, Tls.VERIFIED, "ssl"));
    } finally {
      SSLContext.setDefault(usual);
    }
    assertIsShown();
  }

  private static SSLContext trustingTheServer() throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("server", SERVER.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void refusesAnAuthorityThatIsNotTrusted() {
    IOException refused = assertThrows(IOException.class, () -> ask(URL, Tls.VERIFIED, "ssl"));

    assertTrue(refused.getMessage().contains("certification path"), refused::getMessage);
    assertEquals(List.of(), shown);
  }

  @Test
  void refusesACertificateOfAnotherName() {
    String sameByAnotherName = "jdbc:postgresql://127.1:%d/postgres";

    IOException refused =
        assertThrows(IOException.class, () -> ask(sameByAnotherName, TRUSTED, "ssl"));

    assertTrue(refused.getMessage().contains("127.1"), refused::getMessage);
  }

  @Test
  void showsItsOwnCertificateAsTheDriverIsTold() throws IOException {
    String ours =
        "?sslcert=%s&sslkey=%s&pemKeyAlgorithm=EC".formatted(SERVER.caFile(), SERVER.keyFile());

    assertEquals("/CN=localhost", ask(URL + ours, TRUSTED, "client_dn"));
    assertIsShown();
  }
}

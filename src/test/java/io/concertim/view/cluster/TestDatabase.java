// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cluster;

import io.concertim.view.config.ClusterSettings;
import io.concertim.view.config.Secret;
import io.concertim.view.config.Tls;
import io.concertim.view.lab.LabTls;
import io.concertim.view.queue.work.SteadyClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL for the tests of this Java machine, with a schema of its own for each user. It
 * takes connections with TLS and without, and asks for a client's certificate.
 */
public final class TestDatabase {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static EmbeddedPostgres server;
  private static LabTls certificate;

  private final String schema = "test_" + SCHEMAS.incrementAndGet();

  private static synchronized EmbeddedPostgres server() {
    if (server == null) {
      try {
        certificate = LabTls.create(Files.createTempDirectory("test-database"));
        server =
            EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(2))
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificate.caFile().toString())
                .setServerConfig("ssl_ca_file", certificate.caFile().toString())
                .setServerConfig("ssl_key_file", certificate.keyFile().toString())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(TestDatabase::stop));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return server;
  }

  private static void stop() {
    try {
      server.close();
      certificate.delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The certificate that it shows with TLS. */
  public static LabTls certificate() {
    server();
    return certificate;
  }

  /** How a host of this name reaches it. */
  public ClusterSettings settings(String host) {
    return settings(url(), host, Optional.empty());
  }

  /**
   * How it is reached with TLS.
   *
   * @param url says where; the port is put in for %d
   */
  ClusterSettings encrypted(String url, Tls tls) {
    return settings(url.formatted(server().getPort()), "one", Optional.of(tls));
  }

  private ClusterSettings settings(String url, String host, Optional<Tls> tls) {
    return new ClusterSettings(
        url,
        "postgres",
        new Secret("postgres"),
        schema,
        tls,
        host,
        Duration.ofSeconds(2),
        Optional.empty());
  }

  /** What stands under view.postgresql. */
  public Map<String, Object> config() {
    return Map.of("url", url(), "username", "postgres", "password", "postgres", "schema", schema);
  }

  /** The same for connections with TLS. */
  public Map<String, Object> encryptedConfig() {
    Map<String, Object> config = new TreeMap<>(config());
    config.put("tls", Map.of("enabled", true, "ca_file", certificate().caFile().toString()));
    return config;
  }

  private static String url() {
    return "jdbc:postgresql://127.0.0.1:" + server().getPort() + "/postgres";
  }

  /** A connection pool of a host. */
  public Database of(String host) {
    return new Database(settings(host), new SteadyClock());
  }

  /** A host says that it is there. */
  static void beat(Database host) throws IOException {
    new Members(host).beat(new Members.Self("view", "p", "1", "m", 0, 0, 0));
  }

  /** Runs a statement as somebody else would. */
  public void run(String sql) throws SQLException {
    try (Connection connection = server().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path to " + schema);
      statement.execute(sql);
    }
  }
}

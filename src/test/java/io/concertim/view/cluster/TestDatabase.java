// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cluster;

import io.concertim.view.config.ClusterSettings;
import io.concertim.view.config.Secret;
import io.concertim.view.queue.work.SteadyClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL for the tests of this Java machine, with a schema of its own for each user. */
public final class TestDatabase {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static EmbeddedPostgres server;

  private final String schema = "test_" + SCHEMAS.incrementAndGet();

  private static synchronized EmbeddedPostgres server() {
    if (server == null) {
      try {
        server =
            EmbeddedPostgres.builder().setServerConfig("listen_addresses", "127.0.0.1").start();
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
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How a host of this name reaches it. */
  public ClusterSettings settings(String host) {
    return new ClusterSettings(
        url(),
        "postgres",
        new Secret("postgres"),
        schema,
        Optional.empty(),
        host,
        Duration.ofSeconds(2),
        Optional.empty());
  }

  /** What stands under view.postgresql. */
  public Map<String, Object> config() {
    return Map.of("url", url(), "username", "postgres", "password", "postgres", "schema", schema);
  }

  private static String url() {
    return "jdbc:postgresql://127.0.0.1:" + server().getPort() + "/postgres";
  }

  /** A connection pool of a host. */
  public Database of(String host) {
    return new Database(settings(host), new SteadyClock());
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

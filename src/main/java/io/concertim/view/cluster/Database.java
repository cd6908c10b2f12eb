// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cluster;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.concertim.view.config.ClusterSettings;
import io.concertim.view.config.Tls;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The database of a cluster. It may be away when the program starts and at any later time. After a
 * failure it is left alone for a second, so that nobody waits for it twice.
 */
public final class Database implements AutoCloseable {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** A host that is frozen while it writes holds the others up for so long. */
  private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(10);

  /** One writes, one follows, one renews the lease, one is to spare. */
  private static final int CONNECTIONS = 4;

  private final ClusterSettings settings;
  private final InstantSource clock;
  private final String certificates;

  /** Null until the database has been reached once. */
  private volatile HikariDataSource pool;

  private volatile Instant next = Instant.MIN;

  /** When it answered last: after a restart a host that was cut off still is. */
  private volatile Instant answered = Instant.MIN;

  private volatile String failure;
  private volatile boolean isUp;

  /** What is done with a connection. */
  @FunctionalInterface
  public interface Work<T> {
    T with(Connection connection) throws SQLException, IOException;
  }

  /** What a row of an answer is read as. */
  @FunctionalInterface
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /**
   * @param clock that is not set back
   */
  public Database(ClusterSettings settings, InstantSource clock) {
    this(settings, clock, chain -> {});
  }

  /**
   * @param clock that is not set back
   * @param certificates is given those that the database shows, by threads of its own
   */
  public Database(
      ClusterSettings settings, InstantSource clock, Consumer<X509Certificate[]> certificates) {
    this.settings = settings;
    this.clock = clock;
    this.certificates = ShownCertificates.handTo(certificates);
  }

  private HikariConfig pool() {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("cluster");
    pool.setJdbcUrl(settings.url());
    pool.setUsername(settings.username());
    pool.setPassword(settings.password().reveal());
    pool.setSchema(settings.schema());
    pool.setMaximumPoolSize(CONNECTIONS);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(LONGEST_WAIT.toMillis());
    pool.setInitializationFailTimeout(-1);
    pool.addDataSourceProperty("ApplicationName", "concertim-view " + settings.host());
    pool.addDataSourceProperty("targetServerType", "primary");
    pool.addDataSourceProperty("hostRecheckSeconds", "1");
    pool.addDataSourceProperty("connectTimeout", "2");
    pool.addDataSourceProperty("socketTimeout", "20");
    pool.addDataSourceProperty("tcpKeepAlive", "true");
    pool.addDataSourceProperty("logServerErrorDetail", "false"); // it shows values
    settings
        .tls()
        .ifPresentOrElse(
            tls -> encrypt(pool, tls), () -> pool.addDataSourceProperty("sslmode", "disable"));
    return pool;
  }

  private void encrypt(HikariConfig pool, Tls tls) {
    pool.addDataSourceProperty("sslmode", tls.insecure() ? "require" : "verify-full");
    tls.caFile().ifPresent(file -> pool.addDataSourceProperty("sslrootcert", file.toString()));
    Class<?> factory =
        tls.insecure() || tls.caFile().isPresent()
            ? ShownCertificates.ByFiles.class
            : ShownCertificates.ByJava.class;
    pool.addDataSourceProperty("sslfactory", factory.getName());
    pool.addDataSourceProperty("sslfactoryarg", certificates);
  }

  /** Whether it answered when it was asked last. */
  boolean isUp() {
    return isUp;
  }

  /** Whether it has not answered for so long, or never. */
  public boolean isAwayFor(Duration time) {
    return clock.instant().isAfter(answered.plus(time));
  }

  /** What this host is called among the others. */
  public String host() {
    return settings.host();
  }

  /**
   * Does something that the database commits statement by statement.
   *
   * @throws IOException with the address and what is wrong
   */
  public <T> T with(Work<T> work) throws IOException {
    try (Connection connection = open()) {
      T done = work.with(connection);
      isUp = true;
      answered = clock.instant();
      return done;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** A connection in a transaction, which the caller commits or rolls back, and closes. */
  Connection begin() throws IOException {
    try {
      Connection connection = open();
      connection.setAutoCommit(false);
      answered = clock.instant();
      return connection;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Runs a statement with these values. Returns how many rows it has changed. */
  static int update(Connection connection, String statement, Object... values) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(statement)) {
      set(update, values);
      return update.executeUpdate();
    }
  }

  /** The rows that a statement with these values answers. */
  static <T> List<T> query(Connection connection, String statement, Row<T> row, Object... values)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(statement)) {
      set(query, values);
      try (ResultSet rows = query.executeQuery()) {
        List<T> found = new ArrayList<>();
        while (rows.next()) {
          found.add(row.of(rows));
        }
        return found;
      }
    }
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private Connection open() throws SQLException, IOException {
    if (clock.instant().isBefore(next)) {
      throw new IOException(failure);
    }
    if (pool == null) {
      migrate();
    }
    return pool.getConnection();
  }

  /** Brings the schema up to date, with a connection that does not rely on it. */
  private synchronized void migrate() throws IOException {
    if (pool != null) {
      return;
    }
    try (HikariDataSource plain = new HikariDataSource(pool())) {
      Flyway.configure()
          .dataSource(plain)
          .schemas(settings.schema())
          .locations("classpath:db/cluster")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw failed(e);
    }
    HikariConfig config = pool();
    config.setConnectionInitSql(
        "set idle_in_transaction_session_timeout = "
            + LONGEST_TRANSACTION.toMillis()
            + "; select check_timeline()");
    pool = new HikariDataSource(config);
  }

  /** The failure as others are to see it. The database is left alone for a moment. */
  IOException failed(Exception cause) {
    isUp = false;
    next = clock.instant().plus(PAUSE);
    Throwable first = cause;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    failure =
        "the database of the cluster, %s: %s; see view.postgresql, and whether it runs and lets us in"
            .formatted(address(), firstLine(first.getMessage()));
    return new IOException(failure, cause);
  }

  private static String firstLine(String message) {
    return message == null ? "no reason given" : message.strip().split("\\R", 2)[0];
  }

  /** The address without options, of which one might be a password. */
  private String address() {
    return settings.url().replaceFirst("[?].*", "");
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.close();
    }
    ShownCertificates.forget(certificates);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL of a test's own, which may be killed and started again. */
final class PostgresServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);

  private final Path folder;
  private final int port;

  /** Where it has its data from while it is a standby; else empty. */
  private String source = "";

  private EmbeddedPostgres server;

  private PostgresServer(Path folder) {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PostgresServer in(Path folder) {
    PostgresServer made = new PostgresServer(folder);
    made.start();
    return made;
  }

  /**
   * A standby of another one, with all that it has.
   *
   * @param link the port at which the standby finds the other one
   */
  static PostgresServer standbyOf(PostgresServer primary, int link, Path folder)
      throws IOException {
    PostgresServer made = new PostgresServer(folder);
    made.source = "host=127.0.0.1 user=postgres port=" + link;
    primary.query("select pg_start_backup('standby', true)");
    copy(primary.folder, folder);
    primary.query("select pg_stop_backup()");
    Files.createFile(folder.resolve("standby.signal"));
    made.start();
    return made;
  }

  /** What changes meanwhile is in the log, which the standby plays. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.filter(path -> !isOfTheProcess(path)).toList()) {
        copyOne(path, to.resolve(from.relativize(path)));
      }
    }
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
  }

  private static boolean isOfTheProcess(Path path) {
    return path.endsWith("postmaster.pid") || path.endsWith("epg-lock");
  }

  private static void copyOne(Path path, Path copied) throws IOException {
    if (Files.isDirectory(path)) {
      Files.createDirectories(copied);
      return;
    }
    try {
      Files.copy(path, copied);
    } catch (NoSuchFileException e) {
      LOG.debug("removed meanwhile", e);
    }
  }

  /** Starts it with what it had. */
  void start() {
    try {
      server =
          EmbeddedPostgres.builder()
              .setDataDirectory(folder)
              .setCleanDataDirectory(false)
              .setPort(port)
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("primary_conninfo", "'" + source + "'")
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a primary of a standby. */
  void promote() {
    query("select pg_promote()");
    source = "";
  }

  /** Sends SIGKILL. */
  void kill() throws IOException {
    String pid = Files.readAllLines(folder.resolve("postmaster.pid")).get(0);
    ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
    server.close();
  }

  int port() {
    return port;
  }

  /** What stands under view.postgresql. */
  Map<String, Object> config() {
    return config("127.0.0.1:" + port);
  }

  /** The same for other ways to it, or to more servers than one. */
  static Map<String, Object> config(String addresses) {
    return Map.of(
        "url",
        "jdbc:postgresql://" + addresses + "/postgres",
        "username",
        "postgres",
        "password",
        "postgres");
  }

  Connection connect() throws SQLException {
    return server.getPostgresDatabase().getConnection();
  }

  /** The first value that a query yields, as a text. */
  String query(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

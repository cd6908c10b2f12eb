// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A PostgreSQL of a test's own, which may be killed and started again. */
final class PostgresServer implements AutoCloseable {
  private final Path folder;
  private final int port;
  private EmbeddedPostgres server;

  private PostgresServer(Path folder, int port) {
    this.folder = folder;
    this.port = port;
    start();
  }

  static PostgresServer in(Path folder) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    return new PostgresServer(folder, port);
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
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends SIGKILL. */
  void kill() throws IOException {
    String pid = Files.readAllLines(folder.resolve("postmaster.pid")).get(0);
    ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
    server.close();
  }

  /** What stands under view.postgresql. */
  Map<String, Object> config() {
    return Map.of(
        "url",
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
        "username",
        "postgres",
        "password",
        "postgres");
  }

  /** The first value that a query yields, as a text. */
  String query(String sql) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
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

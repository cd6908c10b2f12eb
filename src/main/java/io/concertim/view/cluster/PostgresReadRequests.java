// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cluster;

import io.concertim.view.queue.ReadRequest;
import io.concertim.view.queue.work.ReadRequestLine;
import io.concertim.view.queue.work.ReadRequestLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open read requests of a host in the database, where another host finds them once this one has
 * ended. While the database is away, whoever adds requests waits, so the broker keeps their
 * messages.
 */
public final class PostgresReadRequests implements ReadRequestLog {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresReadRequests.class);
  private static final long PAUSE_MILLIS = 1000;

  private static final String ADOPT =
      """
      update read_request set host = ?, offered = false
      where host <> ? and (offered or not exists (
          select from process
          where process.host = read_request.host and kind in ('view_queue', 'view')
              and seen > clock_timestamp() - ? * interval '1 millisecond'))
      returning request""";

  private final Database database;
  private final Duration patience;
  private volatile boolean isClosed;
  private volatile boolean isNotKnown;
  private volatile Runnable handOn = () -> {};

  /**
   * @param patience a host that was not heard of for so long has ended
   */
  public PostgresReadRequests(Database database, Duration patience) {
    this.database = database;
    this.patience = patience;
  }

  /**
   * The open requests of this host; none while the database is away: {@link #adopted} then has them
   * once it is back.
   */
  @Override
  public List<ReadRequest> open() throws IOException {
    try {
      return ofThisHost();
    } catch (IOException e) {
      isNotKnown = true;
      LOG.error("what is still to be read is not known yet: {}", e.getMessage());
      return List.of();
    }
  }

  private List<ReadRequest> ofThisHost() throws IOException {
    List<ReadRequest> requests =
        database.with(
            connection -> {
              try (PreparedStatement open =
                  connection.prepareStatement(
                      "select request from read_request where host = ? order by id")) {
                open.setString(1, database.host());
                return requests(open);
              }
            });
    isNotKnown = false;
    return requests;
  }

  @Override
  public void offer(Collection<ReadRequest> requests) throws IOException {
    each(requests, "update read_request set offered = true where host = ? and object = ?");
  }

  @Override
  public List<ReadRequest> adopted() throws IOException {
    if (isNotKnown) {
      return ofThisHost(); // those of others come next time
    }
    return database.with(
        connection -> {
          try (PreparedStatement adopt = connection.prepareStatement(ADOPT)) {
            adopt.setString(1, database.host());
            adopt.setString(2, database.host());
            adopt.setLong(3, patience.toMillis());
            return requests(adopt);
          }
        });
  }

  private static List<ReadRequest> requests(PreparedStatement statement) throws SQLException {
    List<ReadRequest> requests = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        try {
          byte[] line = rows.getString(1).getBytes(StandardCharsets.UTF_8);
          requests.add(ReadRequestLine.parse(line).request());
        } catch (IOException | RuntimeException e) {
          LOG.warn("a read request of the database is skipped: {}", e.getMessage());
        }
      }
    }
    return requests;
  }

  @Override
  public void handOnBy(Runnable way) {
    handOn = way;
  }

  /**
   * Waits until the database has them. Another host, which may reach it, gets the notifications
   * meanwhile: after ever longer waits, as a quorum queue drops what it has delivered too often.
   */
  @Override
  public void add(Collection<ReadRequest> requests, Supplier<Collection<ReadRequest>> open)
      throws IOException {
    long began = System.nanoTime();
    long wait = patience.toNanos();
    for (boolean told = false; ; told = true) {
      try {
        change(connection -> insert(requests, connection));
        return;
      } catch (IOException e) {
        if (!told) {
          LOG.error("the broker keeps its messages until they can be stored: {}", e.getMessage());
        }
        if (System.nanoTime() - began > wait) {
          LOG.warn("another host gets the notifications, if it can store what they ask for");
          handOn.run();
          wait *= 3;
        }
        pause(e);
      }
    }
  }

  private void pause(IOException failure) throws IOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
    if (isClosed) {
      throw failure;
    }
  }

  @Override
  public void done(Collection<ReadRequest> requests, Supplier<Collection<ReadRequest>> open)
      throws IOException {
    if (!requests.isEmpty()) {
      each(requests, "delete from read_request where host = ? and object = ?");
    }
  }

  /** Does the same with all requests for each of these objects. */
  private void each(Collection<ReadRequest> requests, String statement) throws IOException {
    change(
        connection -> {
          try (PreparedStatement change = connection.prepareStatement(statement)) {
            for (ReadRequest request : requests) {
              change.setString(1, database.host());
              change.setString(2, object(request));
              change.addBatch();
            }
            change.executeBatch();
          }
        });
  }

  @Override
  public void replace(Collection<ReadRequest> open) throws IOException {
    change(
        connection -> {
          Database.update(connection, "delete from read_request where host = ?", database.host());
          insert(open, connection);
        });
  }

  private interface Change {
    void in(Connection transaction) throws SQLException, IOException;
  }

  private void change(Change change) throws IOException {
    try (Connection transaction = database.begin()) {
      change.in(transaction);
      transaction.commit();
    } catch (SQLException e) {
      throw database.failed(e);
    }
  }

  private void insert(Collection<ReadRequest> requests, Connection connection)
      throws SQLException, IOException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into read_request (host, request, object) values (?, ?, ?)")) {
      for (ReadRequest request : requests) {
        insert.setString(1, database.host());
        insert.setString(
            2, new String(ReadRequestLine.open(request).bytes(), StandardCharsets.UTF_8));
        insert.setString(3, object(request));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static String object(ReadRequest request) {
    return request.kind() + " " + request.id();
  }

  /** Lets nobody wait any longer. */
  public void close() {
    isClosed = true;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cluster;

import io.concertim.view.store.LogEntry;
import io.concertim.view.store.Position;
import io.concertim.view.store.SharedLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The shared log in PostgreSQL. Who writes holds the row {@code head}, so the numbers of entries
 * are in the order in which they are committed. A sequence would not do: a host that has seen 8
 * would never see a 7 that is committed later.
 */
public final class PostgresLog implements SharedLog {
  private static final int PART = 1 << 20;

  private final Database database;
  private final Lease lease;
  private final String settings;
  private final SecureRandom random = new SecureRandom();

  /** The transaction between {@link #begin} and the end; else null. */
  private Connection writing;

  /** The last entry when this writing began, after which nobody else can add one. */
  private Position head;

  private long began;
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong publishedNanos = new AtomicLong();
  private final AtomicLong followed = new AtomicLong();

  /**
   * @param settings by which this host maps; all have to map alike
   */
  public PostgresLog(Database database, Lease lease, String settings) {
    this.database = database;
    this.lease = lease;
    this.settings = settings;
  }

  @Override
  public Position last() throws IOException {
    return database.with(connection -> head(connection, "select entry, tag from head"));
  }

  private static Position head(Connection connection, String statement) throws SQLException {
    return Database.query(
            connection, statement, row -> new Position(row.getLong(1), row.getString(2)))
        .get(0);
  }

  @Override
  public void begin() throws IOException {
    end();
    began = System.nanoTime();
    writing = database.begin();
    try {
      Database.update(writing, "set local lock_timeout = '15s'");
      head = head(writing, "select entry, tag from head for no key update");
    } catch (SQLException e) {
      end();
      throw database.failed(e);
    }
  }

  @Override
  public void end() {
    if (writing == null) {
      return;
    }
    try (Connection ended = writing) {
      writing = null;
      ended.rollback();
    } catch (SQLException e) {
      // the database ends what a lost connection began
    }
  }

  @Override
  public Position add(byte[] lines, long version, boolean ofSync) throws IOException {
    if (writing == null) {
      throw new IllegalStateException("no writing has begun");
    }
    try {
      if (ofSync) {
        lease.check(writing);
      } else {
        checkSettings();
      }
      Position next = new Position(head.entry() + 1, HexFormat.of().toHexDigits(random.nextLong()));
      Database.update(
          writing,
          "insert into entry (entry, tag, host, lines) values (?, ?, ?, ?)",
          next.entry(),
          next.tag(),
          database.host(),
          lines);
      Database.update(
          writing,
          "update head set entry = ?, tag = ?, settings = case when ? then ? else settings end",
          next.entry(),
          next.tag(),
          ofSync,
          settings);
      Database.update(writing, "update clock set last = ? where last < ?", version, version);
      writing.commit();
      published.incrementAndGet();
      publishedNanos.addAndGet(System.nanoTime() - began);
      return next;
    } catch (SQLException e) {
      throw database.failed(e);
    } finally {
      end();
    }
  }

  /** Hosts that map differently would give a device one place after the other. */
  private void checkSettings() throws SQLException, IOException {
    String ofLeader =
        Database.query(writing, "select settings from head", row -> row.getString(1)).get(0);
    if (ofLeader != null && !ofLeader.equals(settings)) {
      throw new IOException(
          "this host maps by "
              + settings
              + " and the host that syncs by "
              + ofLeader
              + ", so this one publishes nothing; give them one configuration and one version");
    }
  }

  @Override
  public Optional<List<LogEntry>> after(Position position) throws IOException {
    Optional<List<LogEntry>> found =
        database.with(
            connection -> {
              try (PreparedStatement entries =
                  connection.prepareStatement(
                      "select entry, tag, lines from entry where entry >= ? order by entry")) {
                entries.setLong(1, position.entry());
                try (ResultSet rows = entries.executeQuery()) {
                  return after(position, rows);
                }
              }
            });
    found.ifPresent(entries -> followed.addAndGet(entries.size()));
    return found;
  }

  private static Optional<List<LogEntry>> after(Position position, ResultSet rows)
      throws SQLException {
    List<LogEntry> found = new ArrayList<>();
    long next = Math.max(1, position.entry());
    while (rows.next()) {
      Position at = new Position(rows.getLong(1), rows.getString(2));
      if (at.entry() != next || (at.entry() == position.entry() && !at.equals(position))) {
        return Optional.empty();
      }
      if (at.entry() > position.entry()) {
        found.add(new LogEntry(at, rows.getBytes(3)));
      }
      next++;
    }
    return next == Math.max(1, position.entry()) ? Optional.empty() : Optional.of(found);
  }

  @Override
  public boolean readSnapshot(OutputStream layers) throws IOException {
    boolean found = false;
    try (Connection transaction = database.begin();
        PreparedStatement parts =
            transaction.prepareStatement(
                "select lines from snapshot"
                    + " where entry = (select max(entry) from snapshot) order by part")) {
      parts.setFetchSize(1);
      try (ResultSet rows = parts.executeQuery()) {
        while (rows.next()) {
          layers.write(rows.getBytes(1));
          found = true;
        }
      }
    } catch (SQLException e) {
      throw database.failed(e);
    }
    return found;
  }

  /**
   * Stores the parts of a snapshot, and keeps the entries since the one before, so that a host that
   * is a little behind needs no snapshot.
   */
  @Override
  public void offerSnapshot(Position position, Path layers) throws IOException {
    try (Connection transaction = database.begin()) {
      try (PreparedStatement insert =
              transaction.prepareStatement(
                  "insert into snapshot (entry, part, lines) values (?, ?, ?) on conflict do nothing");
          InputStream in = Files.newInputStream(layers)) {
        insert.setLong(1, position.entry());
        byte[] part = in.readNBytes(PART);
        for (int i = 0; part.length > 0; i++) {
          insert.setInt(2, i);
          insert.setBytes(3, part);
          insert.executeUpdate();
          part = in.readNBytes(PART);
        }
      }
      Database.update(
          transaction,
          "delete from entry where entry <= coalesce((select max(entry) from snapshot where entry < ?), 0)",
          position.entry());
      Database.update(transaction, "delete from snapshot where entry < ?", position.entry());
      transaction.commit();
    } catch (SQLException e) {
      throw database.failed(e);
    }
  }

  long published() {
    return published.get();
  }

  double publishedNanos() {
    return publishedNanos.get();
  }

  double followed() {
    return followed.get();
  }

  @Override
  public void close() {
    end();
  }
}

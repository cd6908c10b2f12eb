// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cluster;

import io.concertim.view.sync.DeposedException;
import io.concertim.view.sync.Turn;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The turn of one host at a time to run full syncs: a row of the database, by its clock. It has to
 * be renewed before it ends. Each new leader begins a term, and what an earlier one has read is not
 * stored.
 */
public final class Lease implements Turn {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  private static final String RENEW =
      """
      update lease set
          term = term + (process is distinct from ?)::int,
          since = case when process is distinct from ? then clock_timestamp() else since end,
          host = ?, process = ?, until = clock_timestamp() + ? * interval '1 millisecond'
      where process = ? or until < clock_timestamp() or (host = ? and ?)
      returning term""";

  private static final String HAND_ON =
      """
      update lease set until = '-infinity'
      where process = ? and exists (
          select from process
          where host <> ? and kind in ('view_sync', 'view')
              and seen > clock_timestamp() - ? * interval '1 millisecond')""";

  /** So many times its length is a lease left to others that was handed on to them. */
  private static final int STANDS_BACK = 3;

  private static final String WATCH =
      "select term from lease where host = ? and until > clock_timestamp()";

  private final Database database;
  private final boolean isCandidate;
  private final String process;
  private final Duration length;
  private final InstantSource clock;
  private boolean isFirst = true;

  /** Whether another host may be asked to do better: once, until this one has read all. */
  private boolean mayHandOn = true;

  /** Until then the turn is left to others. */
  private Instant standsBackUntil = Instant.MIN;

  private boolean isMissed;
  private volatile long term; // read by who must not wait for the database
  private volatile long termOfSync;
  private volatile Instant until = Instant.MIN;

  /**
   * @param isCandidate whether the turn is asked for; else this is only how the host's turn stands
   * @param process differs from that of all other processes, of this host too
   * @param length of the lease
   * @param clock that is not set back
   */
  public Lease(
      Database database,
      boolean isCandidate,
      String process,
      Duration length,
      InstantSource clock) {
    this.database = database;
    this.isCandidate = isCandidate;
    this.process = process;
    this.length = length;
    this.clock = clock;
  }

  @Override
  public synchronized boolean renew() {
    boolean was = isOurs();
    Instant asked = clock.instant();
    try {
      boolean asks = isCandidate && !asked.isBefore(standsBackUntil);
      long renewed = database.with(asks ? this::renew : this::watch);
      boolean taken = renewed > 0 && (renewed != term || !was);
      until = renewed > 0 ? asked.plus(length) : Instant.MIN;
      if (taken) {
        term = renewed;
      }
      if (taken && isCandidate) {
        LOG.info("this host, {}, has the turn to sync: term {}", database.host(), term);
      } else if (was && renewed == 0 && isCandidate) {
        LOG.warn("another host has the turn to sync, which this one, {}, had", database.host());
      }
      isFirst = false;
      isMissed = false;
      return taken;
    } catch (IOException e) {
      if (!isMissed) {
        LOG.error("the turn to sync can be neither kept nor taken: {}", e.getMessage());
      }
      isMissed = true;
      return false;
    }
  }

  /**
   * The term, or 0 if another host has the turn. The successor of a process that died waits not.
   */
  private long renew(Connection connection) throws SQLException {
    String host = database.host();
    long millis = length.toMillis();
    return term(connection, RENEW, process, process, host, process, millis, process, host, isFirst);
  }

  private long watch(Connection connection) throws SQLException {
    return term(connection, WATCH, database.host());
  }

  private static long term(Connection connection, String statement, Object... values)
      throws SQLException {
    List<Long> terms = Database.query(connection, statement, row -> row.getLong(1), values);
    return terms.isEmpty() ? 0 : terms.get(0);
  }

  @Override
  public boolean isOurs() {
    return clock.instant().isBefore(until);
  }

  /**
   * A full sync begins.
   *
   * @throws IllegalStateException if another host has the turn, or nobody can be asked
   */
  @Override
  public synchronized void begin() {
    if (!isOurs()) {
      renew();
    }
    if (!isOurs()) {
      throw new IllegalStateException(
          "this host does not have the turn to sync: another one syncs, or the database of the"
              + " cluster is away");
    }
    termOfSync = term;
  }

  /** If all hosts fail to read a system, each tries once, and the first one stays. */
  @Override
  public synchronized void synced(@ExchangeProperty("allRead") boolean isComplete) {
    if (isComplete) {
      mayHandOn = true;
    } else if (mayHandOn && isOurs() && handOn()) {
      mayHandOn = false;
    }
  }

  private boolean handOn() {
    try {
      if (database.with(this::handOn) == 0) {
        return false;
      }
    } catch (IOException e) {
      LOG.debug("the turn cannot be handed on", e);
      return false;
    }
    LOG.warn(
        "this host, {}, could not read all systems completely, so another one has the turn to sync",
        database.host());
    until = Instant.MIN;
    standsBackUntil = clock.instant().plus(length.multipliedBy(STANDS_BACK));
    return true;
  }

  private int handOn(Connection connection) throws SQLException {
    return Database.update(connection, HAND_ON, process, database.host(), length.toMillis());
  }

  /**
   * Makes sure, in the transaction that stores a sync, that the turn has not been another host's
   * since the sync began. Should another take it right after this, it reads what is stored here
   * before it writes.
   *
   * @throws DeposedException if it has
   */
  void check(Connection transaction) throws SQLException, DeposedException {
    try (PreparedStatement lease =
            transaction.prepareStatement("select term, process, host from lease");
        ResultSet row = lease.executeQuery()) {
      row.next();
      if (row.getLong(1) != termOfSync || !process.equals(row.getString(2))) {
        throw new DeposedException(row.getString(3));
      }
    }
  }

  /** The last term of this host. */
  long term() {
    return term;
  }

  /** Lets another host have the turn at once. */
  public synchronized void giveUp() {
    if (!isCandidate || !isOurs()) {
      return;
    }
    until = Instant.MIN;
    try {
      database.with(
          connection ->
              Database.update(
                  connection, "update lease set until = '-infinity' where process = ?", process));
    } catch (IOException e) {
      LOG.warn("another host gets the turn to sync once it has ended: {}", e.getMessage());
    }
  }
}

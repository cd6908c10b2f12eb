// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The clock by which all hosts version what they read: the database's. It gives each time once,
 * also if it was set back. Times that a crash of the database takes away are given again by no
 * clock that goes on, so they need not be on its disk.
 */
public final class DatabaseClock implements InstantSource {
  private final Database database;

  public DatabaseClock(Database database) {
    this.database = database;
  }

  /**
   * The time, to the microsecond.
   *
   * @throws UncheckedIOException if the database cannot be asked
   */
  @Override
  public Instant instant() {
    try {
      return database.with(
          connection ->
              Database.query(
                      connection,
                      "select next_version()",
                      row -> Instant.EPOCH.plus(row.getLong(1), ChronoUnit.MICROS))
                  .get(0));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}

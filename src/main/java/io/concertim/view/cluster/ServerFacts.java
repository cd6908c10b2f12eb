// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cluster;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * What a check wants to know of the database.
 *
 * @param version such as 15.20
 * @param standbys {@code synchronous_standby_names}; empty if a commit waits for no standby
 * @param isDurable whether a commit is on the disk when it returns
 * @param clock the server's
 */
public record ServerFacts(String version, String standbys, boolean isDurable, Instant clock) {
  private static final String ASK =
      "select current_setting('server_version'), current_setting('synchronous_standby_names'),"
          + " current_setting('synchronous_commit') <> 'off' and current_setting('fsync') = 'on',"
          + " clock_timestamp()";

  /** Asks the database, and makes or upgrades the schema if need be. */
  public static ServerFacts of(Database database) throws IOException {
    return database.with(connection -> Database.query(connection, ASK, ServerFacts::of).get(0));
  }

  private static ServerFacts of(ResultSet row) throws SQLException {
    return new ServerFacts(
        row.getString(1),
        row.getString(2),
        row.getBoolean(3),
        row.getObject(4, OffsetDateTime.class).toInstant());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cluster;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** The processes of all hosts: each says every two seconds how far it is. */
public final class Members {
  private static final String BEAT =
      """
      insert into process (host, kind, process, version, settings, entry, generation, shown)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (host, kind) do update set
          started = case when process.process = excluded.process
              then process.started else clock_timestamp() end,
          process = excluded.process, version = excluded.version, settings = excluded.settings,
          seen = clock_timestamp(), entry = excluded.entry, generation = excluded.generation,
          shown = excluded.shown""";

  private static final String ALL =
      """
      select process.host, kind, process.version, process.settings, process.started,
          (extract(epoch from clock_timestamp() - seen) * 1000)::bigint,
          process.entry, head.entry - process.entry, generation, shown,
          coalesce(lease.host = process.host and lease.process = process.process
              and lease.until > clock_timestamp(), false),
          case when lease.process = process.process then lease.term end
      from process, lease, head
      order by process.host, kind""";

  private final Database database;

  public Members(Database database) {
    this.database = database;
  }

  /**
   * A process, as it says of itself.
   *
   * @param kind view_sync, view_queue or view
   * @param process differs from that of all others, of this host too
   * @param settings what the mapping depends on
   * @param entry the last entry of the shared log that it has
   * @param generation of the last view that it knows
   * @param shown generation of the view that its files show
   */
  public record Self(
      String kind,
      String process,
      String version,
      String settings,
      long entry,
      long generation,
      long shown) {}

  /**
   * A process, as the database knows it.
   *
   * @param host the host's name
   * @param kind view_sync, view_queue or view
   * @param version of the program
   * @param settings what the mapping depends on
   * @param started when it was heard of first
   * @param silentMillis since when it was not heard of
   * @param entry the last entry of the shared log that it has
   * @param behind so many entries it lacks
   * @param generation of the last view that it knows
   * @param shown generation of the view that its files show
   * @param leads whether its host runs full syncs
   * @param term of its lead; null if it does not lead
   */
  public record Member(
      String host,
      String kind,
      String version,
      String settings,
      Instant started,
      long silentMillis,
      long entry,
      long behind,
      long generation,
      long shown,
      boolean leads,
      Long term) {}

  /** Says how far this process is. */
  public void beat(Self self) throws IOException {
    database.with(
        connection ->
            Database.update(
                connection,
                BEAT,
                database.host(),
                self.kind(),
                self.process(),
                self.version(),
                self.settings(),
                self.entry(),
                self.generation(),
                self.shown()));
  }

  /** All processes that were ever heard of, by host and kind. */
  public List<Member> all() throws IOException {
    return database.with(connection -> Database.query(connection, ALL, Members::member));
  }

  private static Member member(ResultSet row) throws SQLException {
    return new Member(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getObject(5, OffsetDateTime.class).toInstant(),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10),
        row.getBoolean(11),
        row.getObject(12, Long.class));
  }
}

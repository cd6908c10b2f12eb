// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cluster;

import io.concertim.view.store.DataDirectory;
import io.concertim.view.sync.ResyncFiles;
import io.concertim.view.sync.Turn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the files by which other services and the operator steer the sync to the host that syncs:
 * they may be put into the data directory of any host.
 */
public final class Errands {
  private static final Logger LOG = LoggerFactory.getLogger(Errands.class);

  /** A hold that its host has not repeated for so long is over. */
  private static final String FRESH = "interval '5 seconds'";

  /** What a hold says that another host has: by it the next process knows that too. */
  private static final byte[] COPY = "held on another host\n".getBytes(StandardCharsets.UTF_8);

  private final Database database;
  private final Turn turn;
  private final List<Path> requests;
  private final Path taken;
  private final Path hold;

  public Errands(Database database, Turn turn, DataDirectory directory) {
    this.database = database;
    this.turn = turn;
    this.requests = List.of(directory.resyncFlag(), directory.releaseDeletionsFlag());
    this.taken = directory.resyncTaken();
    this.hold = directory.resyncHold();
  }

  /**
   * Hands over what was put here, or takes what was put elsewhere; while the database is away,
   * later.
   */
  public void run() {
    try {
      carry();
    } catch (IOException e) {
      LOG.debug("resync.flag and its like stay where they are for now", e);
    }
  }

  private void carry() throws IOException {
    try (Connection transaction = database.begin()) {
      if (turn.isOurs()) {
        take(transaction);
      } else {
        handOver(transaction);
      }
    } catch (SQLException e) {
      throw database.failed(e);
    }
  }

  /** A resync that was taken while this host had the turn, and not done, is for the next one. */
  private void handOver(Connection transaction) throws SQLException, IOException {
    hold(false); // what was kept here for others goes with the turn; who holds says so again
    if (Files.isRegularFile(taken)) {
      Files.move(taken, requests.get(0), StandardCopyOption.REPLACE_EXISTING);
    }
    List<Path> found = new ArrayList<>(requests.stream().filter(Files::isRegularFile).toList());
    if (Files.isRegularFile(hold) && ResyncFiles.isHolding(age(hold))) {
      found.add(hold);
    }
    if (found.isEmpty()) {
      return;
    }
    for (Path file : found) {
      Database.update(
          transaction,
          "insert into errand (file, host) values (?, ?)"
              + " on conflict (file, host) do update set at = clock_timestamp()",
          file.getFileName().toString(),
          database.host());
    }
    transaction.commit();
    for (Path request : found) {
      if (!request.equals(hold)) {
        Files.deleteIfExists(request);
        LOG.info("{} is handed to the host that syncs", request.getFileName());
      }
    }
  }

  private void take(Connection transaction) throws SQLException, IOException {
    String holds = hold.getFileName().toString();
    Set<String> asked = new HashSet<>();
    boolean isHeld = false;
    try (PreparedStatement select =
            transaction.prepareStatement(
                "select file, at > clock_timestamp() - " + FRESH + " from errand for update");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        asked.add(rows.getString(1));
        isHeld |= rows.getString(1).equals(holds) && rows.getBoolean(2);
      }
    }
    for (Path request : requests) {
      if (asked.contains(request.getFileName().toString())) {
        Files.write(request, new byte[] {' '});
      }
    }
    hold(isHeld);
    Database.update(transaction, "delete from errand where file <> ? or not ?", holds, isHeld);
    transaction.commit();
  }

  private static Duration age(Path file) throws IOException {
    return Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now());
  }

  /** Another host repeats its hold while it lasts. A hold of this host stays as it is. */
  private void hold(boolean asked) throws IOException {
    boolean isCopy = isCopy();
    if (asked && isCopy) {
      Files.setLastModifiedTime(hold, FileTime.from(Instant.now()));
    } else if (asked && !Files.exists(hold)) {
      Files.write(hold, COPY);
    } else if (!asked && isCopy) {
      Files.deleteIfExists(hold);
    }
  }

  /** A file of another length is not opened: it need not be ours to read. */
  private boolean isCopy() throws IOException {
    return Files.isRegularFile(hold)
        && Files.size(hold) == COPY.length
        && Arrays.equals(Files.readAllBytes(hold), COPY);
  }
}

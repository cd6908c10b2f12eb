// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the hosts of a cluster tell each other: entries in one order, each as a whole or not at all.
 * The data directory of a host follows it. A host alone has none.
 */
public interface SharedLog extends AutoCloseable {

  /**
   * The position of the last entry.
   *
   * @throws IOException if the log cannot be reached; so too the other methods
   */
  Position last() throws IOException;

  /** Waits until no other host writes, and keeps the others from writing until {@link #end}. */
  void begin() throws IOException;

  /** Ends what {@link #begin} began. */
  void end();

  /**
   * Adds an entry. Once this method returns, the entry counts for all hosts. Others may write then.
   *
   * @param version the latest version that is known here, in microseconds since 1970
   * @param ofSync whether it is of a full sync, which only the host that has the turn may store
   * @throws IOException if it was not added, or if that is not known
   * @throws IllegalStateException without a {@link #begin} that has succeeded
   */
  Position add(byte[] lines, long version, boolean ofSync) throws IOException;

  /** The entries after a position; empty if the log does not lead on from there. */
  Optional<List<LogEntry>> after(Position position) throws IOException;

  /**
   * Writes the last snapshot, as layers.jsonl has it, and leaves the stream open.
   *
   * @return false if there is none, since the log still has its first entry
   */
  boolean readSnapshot(OutputStream layers) throws IOException;

  /** Offers a layers.jsonl of this position as a snapshot; earlier entries may be dropped then. */
  void offerSnapshot(Position position, Path layers) throws IOException;

  @Override
  void close();
}

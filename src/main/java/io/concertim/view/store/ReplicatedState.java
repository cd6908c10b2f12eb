// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import io.concertim.view.merge.HybridClock;
import io.concertim.view.state.State;
import io.concertim.view.state.StateChange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a host of a cluster. What is published becomes an entry of the {@link SharedLog}
 * first, and the data directory follows that log: so it holds at any time all that a host alone
 * would have, and shows it even while the log cannot be reached.
 */
public final class ReplicatedState extends SharedState {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicatedState.class);

  private final DataDirectory directory;
  private final HybridClock clock;
  private final SharedLog log;

  /** What this writing has learnt and not published yet, as lines, and the state without it. */
  private final ByteArrayOutputStream learnt = new ByteArrayOutputStream();

  private State beginning;

  /** Why this writing can publish nothing; null if it can. */
  private IOException unreachable;

  private boolean isMissed;

  /**
   * Reads the state of the directory; the log is followed later, since it may be away.
   *
   * @param clock is advanced past every version that was read
   * @throws IOException if the snapshot cannot be read
   */
  public ReplicatedState(DataDirectory directory, HybridClock clock, SharedLog log)
      throws IOException {
    super(directory, clock);
    this.directory = directory;
    this.clock = clock;
    this.log = log;
    publishAgain(); // a process that ended while it was cut off has left another view.pickle
  }

  /** The number of the last entry of the log that this host has. */
  public synchronized long entry() {
    return position().entry();
  }

  /** Whether another process or host may have written; true if the log does not say. */
  @Override
  public synchronized boolean isBehind() throws IOException {
    if (super.isBehind()) {
      return true;
    }
    try {
      Position last = log.last();
      return !last.isStart() && !last.equals(position());
    } catch (IOException e) {
      missed(e);
      return true;
    }
  }

  @Override
  public synchronized boolean isAgreed() {
    return learnt.size() == 0 && isStored();
  }

  /**
   * Begins to write, alone among all hosts. If the log cannot be reached, only what writes no more
   * than the files of this host succeeds.
   */
  @Override
  public synchronized void begin() throws IOException {
    super.begin();
    try {
      log.begin();
      if (isStored() && log.last().isStart()) {
        fill();
        log.begin();
      }
      catchUp();
      unreachable = null;
    } catch (IOException e) {
      unreachable = e;
      missed(e);
    }
    beginning = current();
  }

  /** What this host knows becomes the first entry of an empty log. */
  private void fill() throws IOException {
    LOG.info("the store of the cluster is empty, so what this host knows becomes its beginning");
    State known = current();
    byte[] all =
        new JournalLines()
            .add(StateChange.between(State.empty(), known))
            .add(PublishEntry.between(Map.of(), known))
            .bytes();
    Position added = log.add(all, clock.latest(), false);
    super.add(new JournalLines().add(added).bytes(), false);
    moveTo(added);
  }

  @Override
  public synchronized void end() {
    if (learnt.size() > 0) {
      learnt.reset();
      goBack(beginning);
    }
    log.end();
  }

  @Override
  public synchronized State follow() throws IOException {
    super.follow();
    try {
      catchUp();
    } catch (IOException e) {
      missed(e);
    }
    return current();
  }

  private void missed(IOException failure) {
    if (!isMissed) {
      LOG.error(
          "this host shows what it knows, and does not learn what the others know: {}",
          failure.getMessage());
    }
    isMissed = true;
  }

  private void catchUp() throws IOException {
    Position last = log.last();
    if (!last.isStart() && !last.equals(position())) {
      Optional<List<LogEntry>> found = log.after(position());
      if (found.isEmpty()) {
        reload();
        found = log.after(position());
      }
      JournalLines lines = new JournalLines();
      for (LogEntry entry : found.orElseThrow(ReplicatedState::holed)) {
        lines.add(entry.lines()).add(entry.position());
      }
      takeOver(lines.bytes());
    }
    if (isMissed) {
      LOG.info("this host learns again what the others know");
    }
    isMissed = false;
  }

  private static IOException holed() {
    return new IOException(
        "the store of the cluster lacks entries after its last snapshot; restore its database, or"
            + " empty it to begin with what one host knows");
  }

  /** Begins again with the last snapshot of the log. */
  private void reload() throws IOException {
    if (!position().isStart()) {
      LOG.warn(
          "the store of the cluster does not lead on from entry {}, the last one of this host: all"
              + " is taken over from there, and a resync is asked for",
          position().entry());
      Files.write(directory.resyncFlag(), new byte[] {' '});
    }
    restart(
        out -> {
          if (!log.readSnapshot(out)) {
            StateFile.write(State.empty(), Position.START, out);
          }
        });
  }

  /** Observations are published with the view that shows them. */
  @Override
  void addUnsynced(byte[] lines) {
    learnt.writeBytes(lines);
  }

  /** Publishes what changes no view. */
  @Override
  public synchronized void sync() throws IOException {
    if (learnt.size() > 0) {
      publish(new byte[0], false);
    }
    super.sync();
  }

  @Override
  public synchronized void agree(State next, StateChange change) throws IOException {
    publishing(next, change);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the very state that was agreed, if it was
  public synchronized void publishing(State next, StateChange change) throws IOException {
    if (current() != next) {
      super.publishing(next, change);
    }
  }

  @Override
  void add(byte[] lines, boolean ofSync) throws IOException {
    publish(lines, ofSync);
  }

  private void publish(byte[] lines, boolean ofSync) throws IOException {
    if (unreachable != null) {
      throw new IOException("nothing can be published: " + unreachable.getMessage(), unreachable);
    }
    byte[] entry = new JournalLines().add(learnt.toByteArray()).add(lines).bytes();
    Position added = log.add(entry, clock.latest(), ofSync);
    learnt.reset();
    super.add(new JournalLines().add(entry).add(added).bytes(), ofSync);
    moveTo(added);
  }

  @Override
  public synchronized void replaced(State next) throws IOException {
    super.replaced(next);
    try {
      log.offerSnapshot(position(), directory.layers());
    } catch (IOException e) {
      LOG.warn("the next full sync offers the snapshot again: {}", e.getMessage());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.state.State;
import io.concertim.view.state.StateChange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a data directory that several processes write: a snapshot ({@link StateFile}) and a
 * journal of the observations since (decision D13). Only the holder of the {@link DataLock} may
 * change it, after it has followed the other processes, so that it cannot undo their changes.
 */
public class SharedState {
  private static final Logger LOG = LoggerFactory.getLogger(SharedState.class);

  /** A journal may be as long as this part of the snapshot, or have as many bytes. */
  private static final int JOURNAL_SHARE = 4;

  private static final int SHORT_JOURNAL = 1 << 20;

  private final DataDirectory directory;
  private final HybridClock clock;
  private volatile State state = State.empty();
  private Position position = Position.START;
  private final Publication publication = new Publication();
  private final long generationFound;
  private String snapshot;
  private AppendLog journal;

  /** Whether observations may not be on the disk yet. */
  private boolean unsynced;

  /**
   * Reads the state of the directory.
   *
   * @param clock is advanced past every version that was read
   * @throws IOException if the snapshot cannot be read
   */
  public SharedState(DataDirectory directory, HybridClock clock) throws IOException {
    this.directory = directory;
    this.clock = clock;
    this.journal = new AppendLog(directory.journal(0));
    this.generationFound = new PreviousViewFile(directory).generation();
    followFiles();
    publication.takeOver();
  }

  /** The generation of the next view. It grows also if layers.jsonl was moved away. */
  public long nextGeneration() {
    return Math.max(state.generation(), generationFound) + 1;
  }

  /** The state as it was last followed or written here. */
  public State current() {
    return state;
  }

  /** The layers as they were last followed or written here. */
  public Layers layers() {
    return state.layers();
  }

  /** Whether a view has been stored. */
  public boolean isStored() {
    return state.generation() > 0;
  }

  /**
   * What the published view wants the portal to create, to delete or to change, as a text; null if
   * nothing.
   */
  public String offer() {
    return publication.offer();
  }

  /** Whether the view's files may lack something that is known. */
  public boolean isUnpublished() {
    return publication.isUnshown();
  }

  /** The state that the view's files show; null if that is not known. */
  public State published() {
    return publication.shown();
  }

  /** The state whose changes are in the history; null if that is not known. */
  public State told() {
    return publication.told();
  }

  /** Whether the history may lack something that is known. */
  public boolean isUntold() {
    return publication.isUntold();
  }

  /** Whether this process made the last view, and so is the one that writes it to the files. */
  public boolean isOwn() {
    return publication.isOwn();
  }

  /** The stamp of the view.json that shows this state ({@link FileStamp}). */
  public String viewJson() {
    return publication.json();
  }

  /** Lets the view's files be written again, if a view has been stored. */
  public synchronized void publishAgain() {
    if (isStored()) {
      publication.learnt();
    }
  }

  /** The stamp of the view.pickle that we wrote last ({@link FileStamp}); null before the first. */
  public String pickle() {
    return publication.pickle();
  }

  /** Whether another process may have written. */
  public synchronized boolean isBehind() throws IOException {
    return !Objects.equals(snapshot, FileStamp.of(directory.layers())) || journal.isBehind();
  }

  /** Takes over what other processes have written. */
  public synchronized State follow() throws IOException {
    followFiles();
    return state;
  }

  private void followFiles() throws IOException {
    String found = FileStamp.of(directory.layers());
    if (found == null && snapshot != null) {
      LOG.error(
          "{} has gone; what this process knows stays, and the next full sync writes it again",
          directory.layers());
      snapshot = null;
    } else if (!Objects.equals(found, snapshot)) {
      state = StateFile.read(directory.layers());
      position = StateFile.position(directory.layers());
      state.layers().observations().forEach(observation -> clock.seen(observation.seen()));
      journal = new AppendLog(directory.journal(state.generation()));
      snapshot = found;
      publication.read(isStored());
    }
    take(journal.next());
  }

  /**
   * Begins to write, with all that others know. {@link #end} has to be called, however the writing
   * ends.
   */
  public synchronized void begin() throws IOException {
    followFiles();
  }

  /** Ends what {@link #begin} began. */
  public synchronized void end() {}

  /**
   * Whether all that is known here has been published with the generation of the state, so that
   * whoever shows it makes no new generation.
   */
  public synchronized boolean isAgreed() {
    return false;
  }

  /** How far the log of all hosts was followed. */
  final Position position() {
    return position;
  }

  /** Records that an entry of that log is in the journal. */
  final void moveTo(Position next) {
    position = next;
  }

  /** Goes back to a state that the journal has. */
  final void goBack(State earlier) {
    state = earlier;
  }

  /**
   * Takes over what other hosts have written, and sees to it that the files show it. The journal
   * has it when this method returns.
   */
  final void takeOver(byte[] lines) throws IOException {
    journal.add(lines);
    take(JournalLines.split(lines));
    publication.takeOver();
    if (isJournalLong()) {
      restart(out -> write(state, out));
    }
  }

  /**
   * Goes on from another snapshot, without the journals. Were the process to end in between, what
   * was in them would be asked for again.
   */
  final void restart(AtomicFile.Content layers) throws IOException {
    directory.removeJournals();
    AtomicFile.replace(directory.layers(), layers);
    followFiles();
  }

  private void take(List<byte[]> lines) {
    JournalReplay replay = new JournalReplay(state, position, clock, publication);
    for (byte[] line : lines) {
      try {
        replay.take(line);
      } catch (IOException e) {
        replay.skip();
        LOG.error(
            "a line of {} is skipped, the next full sync reads its object again: {}",
            directory.journal(0).getParent(),
            StoreJson.reason(e));
      }
    }
    state = replay.state();
    position = replay.position();
  }

  /** Adds observations. They are on the disk when this method returns. */
  public synchronized State add(Collection<Observation> observations) throws IOException {
    addUnsynced(observations);
    sync();
    return state;
  }

  /**
   * Adds observations. A kill does not take them away, but a power cut may do so until {@link
   * #sync} or {@link #publishing} returns.
   */
  public synchronized State addUnsynced(Collection<Observation> observations) throws IOException {
    State before = state;
    State after = before.with(observations);
    byte[] lines = new JournalLines().add(StateChange.by(observations, before, after)).bytes();
    if (lines.length > 0) {
      addUnsynced(lines);
      state = after;
    }
    if (!after.changesSince(before, observations).isEmpty()) {
      publication.learnt();
    }
    return state;
  }

  /** Adds the lines of observations. */
  void addUnsynced(byte[] lines) throws IOException {
    journal.addUnsynced(lines);
    unsynced = true;
  }

  /** Returns when all that was added is on the disk. */
  public synchronized void sync() throws IOException {
    if (unsynced) {
      journal.sync();
      unsynced = false;
    }
  }

  /**
   * Whether the next state is to be put in place as a new snapshot, as there is none, or as the
   * journal would become so long that reading it took more than a quarter of the time.
   *
   * @param change of the next state
   */
  public synchronized boolean isSnapshotDue(StateChange change) throws IOException {
    return snapshot == null
        || change.observations().size() > state.layers().size() / JOURNAL_SHARE
        || isJournalLong();
  }

  private boolean isJournalLong() throws IOException {
    return journal.length() > SHORT_JOURNAL
        && (snapshot == null || journal.length() > Files.size(directory.layers()) / JOURNAL_SHARE);
  }

  /**
   * Records the places and the generation of a view that is about to be published. They are on the
   * disk when this method returns, with all that was added before.
   */
  public synchronized void publishing(State next) throws IOException {
    add(published(new JournalLines(), next), false);
    made(next);
  }

  /** Lets other hosts, if there are any, know what a sync has made of the current state. */
  public synchronized void agree(State next, StateChange change) throws IOException {}

  /**
   * Records a state that a sync has made of the current one, with the places and the generation of
   * its view. All is on the disk when this method returns.
   *
   * @param change of the state
   */
  public synchronized void publishing(State next, StateChange change) throws IOException {
    add(published(new JournalLines().add(change), next), true);
    made(next);
  }

  private byte[] published(JournalLines lines, State next) throws IOException {
    return lines.add(PublishEntry.between(state.places(), next)).bytes();
  }

  /**
   * Adds lines of what is published. They are on the disk when this method returns.
   *
   * @param ofSync whether it is of a full sync
   */
  void add(byte[] lines, boolean ofSync) throws IOException {
    journal.add(lines);
    unsynced = false;
  }

  private void made(State next) {
    state = next;
    publication.made();
  }

  /**
   * Records that the changes up to the last view are in the history. If a power cut takes the
   * record away, they are looked for again.
   */
  public synchronized void tell() throws IOException {
    addUnsynced(PublishEntry.told(state.generation()));
    publication.told(state);
  }

  /**
   * Records the view.pickle that is about to replace the old one. If a power cut takes the record
   * away, the file counts as another program's, and is written again.
   *
   * @param stamp of the new file
   * @param offered what the view wants of the portal, as a text; null if nothing
   */
  public synchronized void pickling(String stamp, String offered) throws IOException {
    addUnsynced(PublishEntry.pickling(state.generation(), stamp, offered));
    publication.pickling(stamp, offered);
  }

  /**
   * Records that the files in place show everything that is known. If a power cut takes the record
   * away, they are written again.
   *
   * @param json stamp of the view.json ({@link FileStamp})
   */
  public synchronized void published(String json) throws IOException {
    addUnsynced(PublishEntry.published(state.generation(), offer(), json));
    publication.shown(state, json);
  }

  private void addUnsynced(PublishEntry entry) throws IOException {
    journal.addUnsynced(new JournalLines().add(entry).bytes());
  }

  /** Writes the snapshot of a state, the next or the current one, and leaves the stream open. */
  public synchronized void write(State next, OutputStream out) throws IOException {
    StateFile.write(next, position, out);
  }

  /** Switches to a new snapshot that was just put in place and includes the journal. */
  public synchronized void replaced(State next) throws IOException {
    directory.removeJournals();
    unsynced = false;
    made(next);
    snapshot = FileStamp.of(directory.layers());
    journal = new AppendLog(directory.journal(next.generation()));
  }
}

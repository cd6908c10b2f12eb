package io.concertim.view.store;

import com.fasterxml.jackson.databind.ObjectReader;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Observation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a data directory that several processes write: a snapshot ({@link StateFile}) and a
 * journal of what was learnt since (design D13). All that changes it is for the holder of the
 * {@link DataLock}, who first follows the others and so cannot undo what they know.
 */
public final class SharedState {
  private static final Logger LOG = LoggerFactory.getLogger(SharedState.class);
  private static final ObjectReader PUBLISHED = StoreJson.MAPPER.readerFor(PublishedLine.class);

  private final DataDirectory directory;
  private final HybridClock clock;
  private volatile State state = State.empty();
  private volatile String pickle;
  private volatile boolean offers;
  private volatile boolean unpublished;
  private volatile State published;
  private volatile String viewJson;
  private final long generationFound;
  private String snapshot;
  private Journal journal;

  /**
   * Reads what is there.
   *
   * @param clock learns of every version
   * @throws IOException if the snapshot cannot be read
   */
  public SharedState(DataDirectory directory, HybridClock clock) throws IOException {
    this.directory = directory;
    this.clock = clock;
    this.journal = new Journal(directory.journal(0));
    this.generationFound = new ReplacedView(directory).generation();
    follow();
  }

  /** The number of the next view; it grows also where layers.jsonl has been moved away. */
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

  /** Whether the published view offers the portal something to create or to delete. */
  public boolean isOffering() {
    return offers;
  }

  /** Whether something is known that the files of the view may not show. */
  public boolean isUnpublished() {
    return unpublished;
  }

  /** The state that the files of the view are known to show; null where that is not known. */
  public State published() {
    return published;
  }

  /** How to know the view.json that shows it ({@link FileStamp}). */
  public String viewJson() {
    return viewJson;
  }

  /** Lets the files of the view be made anew, if one has been stored. */
  public synchronized void publishAnew() {
    unpublished |= isStored();
  }

  /** How to know the view.pickle that we wrote last ({@link FileStamp}); null before the first. */
  public String pickle() {
    return pickle;
  }

  /** Whether another process may have written. */
  public synchronized boolean isBehind() throws IOException {
    return !Objects.equals(snapshot, FileStamp.of(directory.layers())) || journal.isBehind();
  }

  /** Takes over what other processes have written. */
  public synchronized State follow() throws IOException {
    String found = FileStamp.of(directory.layers());
    if (found == null && snapshot != null) {
      LOG.error(
          "{} has gone; what this process knows stays, and the next full sync writes it again",
          directory.layers());
      snapshot = null;
    } else if (!Objects.equals(found, snapshot)) {
      state = StateFile.read(directory.layers());
      state.layers().observations().forEach(observation -> clock.seen(observation.seen()));
      journal = new Journal(directory.journal(state.generation()));
      snapshot = found;
      unpublished = isStored();
    }
    take(journal.next());
    return state;
  }

  private void take(List<byte[]> lines) {
    List<Observation> observations = new ArrayList<>();
    for (byte[] line : lines) {
      try {
        if (ObservationLine.isStartOf(line)) {
          Observation observation = ObservationLine.parse(line);
          clock.seen(observation.seen());
          observations.add(observation);
        } else {
          learn(observations);
          observations.clear();
          take(PUBLISHED.<PublishedLine>readValue(line));
        }
      } catch (IOException e) {
        LOG.error(
            "a line of {} is skipped, the next full sync reads it anew: {}",
            directory.journal(0).getParent(),
            StoreJson.reason(e));
      }
    }
    learn(observations);
  }

  private void learn(Collection<Observation> observations) {
    if (!observations.isEmpty()) {
      State before = state;
      state = before.with(observations);
      unpublished |= !state.news(before, observations).isEmpty();
    }
  }

  private void take(PublishedLine line) {
    state = state.published(line.applyTo(state.places()), line.generation());
    offers = line.offers();
    if (line.pickle() != null) {
      pickle = line.pickle();
    }
    if (line.json() == null) {
      unpublished = true;
    } else {
      shows(line.json());
    }
  }

  /** Adds observations; they are on the disk when this returns. */
  public synchronized State add(Collection<Observation> observations) throws IOException {
    if (!observations.isEmpty()) {
      ByteArrayOutputStream lines = new ByteArrayOutputStream();
      for (Observation observation : observations) {
        lines.write(ObservationLine.bytes(observation));
      }
      journal.add(lines.toByteArray());
      learn(observations);
    }
    return state;
  }

  /** Notes the places and the generation of a view that is about to be published. */
  public synchronized void publishing(State next) throws IOException {
    add(PublishedLine.between(state.places(), next));
    state = next;
    unpublished = true;
  }

  /**
   * Notes the view.pickle that is about to replace the old one.
   *
   * @param stamp of the new one
   * @param offering whether it offers the portal something to create or to delete
   */
  public synchronized void pickling(String stamp, boolean offering) throws IOException {
    add(new PublishedLine(state.generation(), null, null, stamp, offering, null));
    pickle = stamp;
    offers = offering;
  }

  /**
   * Notes that the files in place show all that is known.
   *
   * @param json how to know the view.json ({@link FileStamp})
   */
  public synchronized void published(String json) throws IOException {
    add(new PublishedLine(state.generation(), null, null, null, offers, json));
    shows(json);
  }

  private void shows(String json) {
    viewJson = json;
    published = state;
    unpublished = false;
  }

  private void add(PublishedLine line) throws IOException {
    byte[] json = StoreJson.MAPPER.writeValueAsBytes(line);
    byte[] ended = Arrays.copyOf(json, json.length + 1);
    ended[json.length] = '\n';
    journal.add(ended);
  }

  /** Goes on from a new snapshot that has just been put in place; it holds all of the journal. */
  public synchronized void replaced(State next) throws IOException {
    directory.removeJournals();
    state = next;
    unpublished = true;
    snapshot = FileStamp.of(directory.layers());
    journal = new Journal(directory.journal(next.generation()));
  }

  /** The length of the journal in bytes. */
  public synchronized long journalLength() {
    return journal.length();
  }
}

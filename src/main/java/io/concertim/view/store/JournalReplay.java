// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import com.fasterxml.jackson.databind.ObjectReader;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.SeenAgain;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.state.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Takes over lines of the journal, one after the other. */
final class JournalReplay {
  private static final ObjectReader PUBLISHED = StoreJson.MAPPER.readerFor(PublishEntry.class);
  private static final ObjectReader SYNCS = StoreJson.MAPPER.readerFor(SyncLine.class);
  private static final ObjectReader AGAIN = StoreJson.MAPPER.readerFor(SeenAgainLine.class);
  private static final byte[] SYNC = StoreJson.start("sync");
  private static final byte[] SEEN_AGAIN = StoreJson.start("again");
  private static final ObjectReader POSITIONS = StoreJson.MAPPER.readerFor(Position.class);
  private static final byte[] POSITION = StoreJson.start(Position.FIRST_KEY);

  private final HybridClock clock;
  private final Publication publication;
  private final List<Observation> observations = new ArrayList<>();

  /** The last line of each kind's list. Each sync writes one, and only the last counts. */
  private final Map<Kind, SeenAgain> lists = new EnumMap<>(Kind.class);

  private State state;
  private Position position;
  private boolean skipped;

  JournalReplay(State state, Position position, HybridClock clock, Publication publication) {
    this.state = state;
    this.position = position;
    this.clock = clock;
    this.publication = publication;
  }

  /**
   * Takes over a line, without its line feed.
   *
   * @throws IOException if it cannot be understood; then it has changed nothing
   */
  void take(byte[] line) throws IOException {
    if (ObservationLine.isStartOf(line)) {
      take(ObservationLine.parse(line));
    } else if (StoreJson.starts(line, SEEN_AGAIN)) {
      SeenAgainLine again = AGAIN.readValue(line);
      take(again.toSeenAgain());
    } else if (StoreJson.starts(line, SYNC)) {
      SyncLine sync = SYNCS.readValue(line);
      learn();
      state = sync.applyTo(state);
    } else if (StoreJson.starts(line, POSITION)) {
      position = POSITIONS.<Position>readValue(line).checked();
    } else {
      PublishEntry entry = PUBLISHED.readValue(line);
      if (entry != null && DataDirectory.isGeneration(entry.generation())) {
        learn();
        state = state.published(entry.applyTo(state.places()), entry.generation());
        publication.take(entry, state);
      }
    }
  }

  private void take(Observation observation) {
    clock.seen(observation.seen());
    SeenAgain again = lists.get(observation.kind());
    if (again != null && observation.seen() <= again.seen()) {
      see(lists.remove(observation.kind())); // which of the two is the later one decides
    }
    observations.add(observation);
  }

  private void take(SeenAgain again) {
    clock.seen(again.seen());
    if (again.except() == null) {
      see(again);
      return;
    }
    SeenAgain earlier = lists.put(again.kind(), again);
    if (earlier != null && !again.covers(earlier)) {
      see(earlier);
    }
  }

  private void see(SeenAgain again) {
    learn();
    state = state.with(state.layers().with(again));
  }

  private void learn() {
    if (!observations.isEmpty()) {
      State before = state;
      state = before.with(observations);
      if (!state.changesSince(before, observations).isEmpty()) {
        publication.learnt();
      }
      observations.clear();
    }
  }

  /** Leaves out a line: whatever it said may have to be read again. */
  void skip() {
    skipped = true;
  }

  /** How far the shared log was followed, by the last line that says so. */
  Position position() {
    return position;
  }

  /** The state after all lines. */
  State state() {
    learn();
    lists.values().forEach(this::see);
    lists.clear();
    return skipped ? state.incomplete() : state;
  }
}

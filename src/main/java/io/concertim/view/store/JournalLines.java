// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import io.concertim.view.merge.SeenAgain;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.state.StateChange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines of the journal: of observations ({@link ObservationLine}), of what was seen again ({@link
 * SeenAgainLine}), of syncs ({@link SyncLine}), of views ({@link PublishEntry}) and of how far the
 * shared log was followed ({@link Position}). Each begins with a key that no other has.
 */
final class JournalLines {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  JournalLines add(StateChange change) throws IOException {
    for (Observation observation : change.observations()) {
      bytes.write(ObservationLine.bytes(observation));
    }
    for (SeenAgain again : change.again()) {
      addLine(SeenAgainLine.of(again));
    }
    if (change.isMoreThanObservations()) {
      addLine(SyncLine.of(change));
    }
    return this;
  }

  JournalLines add(PublishEntry entry) throws IOException {
    addLine(entry);
    return this;
  }

  JournalLines add(Position position) throws IOException {
    addLine(position);
    return this;
  }

  /** Adds lines that were made before, each with its line feed. */
  JournalLines add(byte[] lines) {
    bytes.writeBytes(lines);
    return this;
  }

  private void addLine(Object line) throws IOException {
    bytes.write(StoreJson.MAPPER.writeValueAsBytes(line));
    bytes.write('\n');
  }

  /** The lines, each without its line feed. */
  static List<byte[]> split(byte[] lines) throws IOException {
    List<byte[]> split = new ArrayList<>();
    LineReader reader = new LineReader(new ByteArrayInputStream(lines));
    for (byte[] line = reader.next(); line != null; line = reader.next()) {
      split.add(line);
    }
    return split;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import io.concertim.view.merge.SeenAgain;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.state.StateChange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Lines of the journal: of observations ({@link ObservationLine}), of what was seen again ({@link
 * SeenAgainLine}), of syncs ({@link SyncLine}) and of views ({@link PublishEntry}). Each begins
 * with a key that no other has.
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

  private void addLine(Object line) throws IOException {
    bytes.write(StoreJson.MAPPER.writeValueAsBytes(line));
    bytes.write('\n');
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}

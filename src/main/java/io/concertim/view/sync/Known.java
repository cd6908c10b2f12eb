package io.concertim.view.sync;

import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Problem;
import io.concertim.view.store.State;
import java.util.List;
import java.util.Map;

/**
 * What this process knows.
 *
 * @param state what outlives a restart
 * @param problems rows that the last complete read of each source could not understand
 * @param held deletions that the last complete read of each source did not believe
 */
record Known(
    State state, Map<Source, List<Problem>> problems, Map<Source, List<HeldDeletion>> held) {

  static Known from(State state) {
    return new Known(state, Map.of(), Map.of());
  }
}

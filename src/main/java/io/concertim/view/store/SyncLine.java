// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.state.State;
import io.concertim.view.state.StateChange;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a sync has learnt beside the observations, as a line of the journal; null stands for what
 * has not changed. The fields are those of the first line of layers.jsonl.
 *
 * @param sync how completely and when each source was read
 * @param forgotten the ids of what is not known any more, by kind
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SyncLine(
    Map<Source, SourceStatus> sync,
    Map<Source, List<Problem>> problems,
    Map<Source, List<HeldDeletion>> held,
    Map<Kind, Long> lists,
    Map<Kind, Long> asOf,
    Map<Kind, List<String>> forgotten) {

  static SyncLine of(StateChange change) {
    return new SyncLine(
        Objects.requireNonNullElse(change.sources(), Map.of()),
        change.problems(),
        change.held(),
        change.lists(),
        change.asOf(),
        change.forgotten().isEmpty() ? null : change.forgotten());
  }

  /**
   * The state after this line.
   *
   * @throws IOException if the line cannot be understood
   */
  State applyTo(State before) throws IOException {
    if (Stream.of(sync, problems, held, lists, asOf, forgotten)
        .anyMatch(map -> map != null && map.containsValue(null))) {
      throw new IOException("a sync of which a part is null");
    }
    if (lists != null && !lists.values().stream().allMatch(HybridClock::isVersion)) {
      throw new IOException("a list of no possible time");
    }
    Map<Kind, Set<String>> gone = new EnumMap<>(Kind.class);
    if (forgotten != null) {
      forgotten.forEach((kind, ids) -> gone.put(kind, new HashSet<>(ids)));
    }
    return new State(
        gone.isEmpty()
            ? before.layers()
            : before
                .layers()
                .without(seen -> gone.getOrDefault(seen.kind(), Set.of()).contains(seen.id())),
        before.places(),
        sync == null || sync.isEmpty() ? before.sources() : sync,
        Objects.requireNonNullElse(problems, before.problems()),
        Objects.requireNonNullElse(held, before.held()),
        Objects.requireNonNullElse(lists, before.lists()),
        Objects.requireNonNullElse(asOf, before.asOf()),
        before.generation());
  }
}

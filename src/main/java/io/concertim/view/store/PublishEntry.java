// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import io.concertim.view.mapping.Place;
import io.concertim.view.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a view changes beside the observations, as a line of the journal. There are four such lines:
 * before the changes of a view are told, once they are told, before view.pickle is replaced, and
 * once both files are in place. The last two are not written for each view where the files are
 * large.
 *
 * @param generation of the published view
 * @param places places that were given since the last line
 * @param freed cloud ids whose place is not needed any more
 * @param pickle stamp of the view.pickle that was written with it ({@link FileStamp}); null if none
 *     was
 * @param offer what the view wants of the portal, as a text; null if nothing
 * @param json stamp of the view.json that is in place; it covers every earlier line. Null while it
 *     is being replaced
 * @param told true once the changes up to this view are in changes.jsonl, else null
 */
record PublishEntry(
    long generation,
    List<PlaceLine> places,
    List<String> freed,
    String pickle,
    String offer,
    String json,
    Boolean told) {

  @SuppressWarnings("ReferenceEquality") // mostly no place is given, and the map is the same
  static PublishEntry between(Map<String, Place> before, State after) {
    if (before == after.places()) {
      return new PublishEntry(after.generation(), null, null, null, null, null, null);
    }
    List<PlaceLine> given = new ArrayList<>();
    after
        .places()
        .forEach(
            (id, place) -> {
              if (!place.equals(before.get(id))) {
                given.add(PlaceLine.of(id, place));
              }
            });
    List<String> freed =
        before.keySet().stream().filter(id -> !after.places().containsKey(id)).sorted().toList();
    return new PublishEntry(after.generation(), given, freed, null, null, null, null);
  }

  static PublishEntry told(long generation) {
    return new PublishEntry(generation, null, null, null, null, null, true);
  }

  static PublishEntry pickling(long generation, String pickle, String offer) {
    return new PublishEntry(generation, null, null, pickle, offer, null, null);
  }

  static PublishEntry published(long generation, String offer, String json) {
    return new PublishEntry(generation, null, null, null, offer, json, null);
  }

  /** The places after this line. */
  Map<String, Place> applyTo(Map<String, Place> before) {
    if (places == null && freed == null) {
      return before;
    }
    Map<String, Place> after = new TreeMap<>(before);
    if (places != null) {
      places.forEach(line -> after.put(line.place(), line.toPlace()));
    }
    if (freed != null) {
      freed.forEach(after::remove);
    }
    return after;
  }
}

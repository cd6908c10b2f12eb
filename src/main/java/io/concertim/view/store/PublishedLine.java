package io.concertim.view.store;

import io.concertim.view.mapping.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a publication changes beside the observations, as a line of the journal. There are three in
 * each: before any file is replaced, before view.pickle is, and once both are in place.
 *
 * @param generation of the published view
 * @param places given since the last line
 * @param freed cloud ids whose given place is no longer needed
 * @param pickle how to know the view.pickle that was written with it ({@link FileStamp}); null
 *     where none was
 * @param offers whether the view offers the portal something to create or to delete
 * @param json how to know the view.json that is in place, and with it all that is in the lines
 *     before this one; null until it is
 */
record PublishedLine(
    long generation,
    List<PlaceLine> places,
    List<String> freed,
    String pickle,
    boolean offers,
    String json) {

  static PublishedLine between(Map<String, Place> before, State after) {
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
    return new PublishedLine(after.generation(), given, freed, null, false, null);
  }

  /** The places once this line counts. */
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

package io.concertim.view.store;

import io.concertim.view.mapping.Place;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.SourceStatus;
import java.util.Map;

/**
 * All that must outlive a restart; the view is computed from it (design D6).
 *
 * @param places the places given to devices that Concertim does not show yet, by cloud id
 * @param sources how completely and when each source was read; sources never tried are missing
 * @param generation of the last published view; 0 before the first
 */
public record State(
    Layers layers, Map<String, Place> places, Map<Source, SourceStatus> sources, long generation) {

  /** Nothing known yet. */
  public static State empty() {
    return new State(Layers.empty(), Map.of(), Map.of(), 0);
  }
}

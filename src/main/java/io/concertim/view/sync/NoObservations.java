package io.concertim.view.sync;

import io.concertim.view.model.layer.Observation;
import java.util.List;

/** Asks for the view to be made anew from what is known. */
public final class NoObservations {
  public List<Observation> of() {
    return List.of();
  }
}

package io.concertim.view.queue;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.Volume;
import java.util.List;

/** Whether a read says otherwise than the notification that asked for it (design D8). */
final class Expectations {
  /** Begins what is expected of a server that a floating address was given to. */
  static final String HAS = "has ";

  /** Begins what is expected of a server that a floating address was taken from. */
  static final String LACKS = "lacks ";

  private Expectations() {}

  /**
   * Whether what was read contradicts the mark.
   *
   * @param known an object known to be gone may be gone
   */
  static boolean areContradicted(Mark mark, List<Observation> shown, Layers known) {
    for (Observation observation : shown) {
      if (observation.kind() == mark.kind() && observation.id().equals(mark.id())) {
        if (observation.isGone()) {
          return !mark.gone() && !known.isGone(mark.kind(), mark.id());
        }
        return mark.gone() || (mark.state() != null && !isAs(mark.state(), observation.fact()));
      }
    }
    return false;
  }

  private static boolean isAs(String expected, Fact fact) {
    if (fact instanceof Server server && expected.startsWith(HAS)) {
      return server.publicIps().contains(expected.substring(HAS.length()));
    }
    if (fact instanceof Server server && expected.startsWith(LACKS)) {
      return !server.publicIps().contains(expected.substring(LACKS.length()));
    }
    return expected.equals(state(fact));
  }

  private static String state(Fact fact) {
    if (fact instanceof Server server) {
      return server.state();
    }
    if (fact instanceof Stack stack) {
      return stack.status();
    }
    return fact instanceof Volume volume ? volume.status() : null;
  }
}

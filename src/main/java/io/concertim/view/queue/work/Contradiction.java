// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.Volume;
import io.concertim.view.queue.ReadRequest;
import java.util.List;

/** Decides whether a read contradicts the notification that caused it (decision D8). */
final class Contradiction {
  private Contradiction() {}

  /**
   * Whether the observations contradict the request.
   *
   * @param known the layers; an object that is gone there may be missing in the read
   */
  static boolean areContradicted(ReadRequest request, List<Observation> shown, Layers known) {
    for (Observation observation : shown) {
      if (observation.kind() == request.kind() && observation.id().equals(request.id())) {
        if (observation.isGone()) {
          return !request.gone() && !known.isGone(request.kind(), request.id());
        }
        return request.gone()
            || (request.state() != null && !isAs(request.state(), observation.fact()));
      }
    }
    return false;
  }

  private static boolean isAs(String expected, Fact fact) {
    if (fact instanceof Server server && expected.startsWith(ReadRequest.HAS)) {
      return server.publicIps().contains(expected.substring(ReadRequest.HAS.length()));
    }
    if (fact instanceof Server server && expected.startsWith(ReadRequest.LACKS)) {
      return !server.publicIps().contains(expected.substring(ReadRequest.LACKS.length()));
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

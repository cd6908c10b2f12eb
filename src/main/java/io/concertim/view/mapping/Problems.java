// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.Problem.Cause;
import io.concertim.view.model.view.Problem.Effect;
import java.util.ArrayList;
import java.util.List;

/** Collects problems with single objects, so that one bad object never stops the others. */
final class Problems {
  private final List<Problem> all = new ArrayList<>();

  void add(Problem problem) {
    all.add(problem);
  }

  void leftOut(Cause cause, String object, String id, String reason) {
    all.add(new Problem(Effect.LEFT_OUT, cause, object, id, reason));
  }

  void adjusted(Cause cause, String object, String id, String reason) {
    all.add(new Problem(Effect.ADJUSTED, cause, object, id, reason));
  }

  void kept(Cause cause, String object, String id, String reason) {
    all.add(new Problem(Effect.KEPT, cause, object, id, reason));
  }

  List<Problem> all() {
    return List.copyOf(all);
  }
}

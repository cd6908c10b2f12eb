// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.notify;

import io.concertim.view.config.NotifyTarget;
import io.concertim.view.history.Change;
import io.concertim.view.history.ChangeTests;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Which changes a target wants. */
final class Wanted {
  private Wanted() {}

  /** Those that pass all of its filters; one value of each is enough. */
  static Predicate<Change> by(NotifyTarget target) {
    return any(target.kinds(), ChangeTests::ofKind)
        .and(any(target.teams(), ChangeTests::ofTeam))
        .and(any(target.statuses(), ChangeTests::toStatus));
  }

  private static Predicate<Change> any(
      List<String> values, Function<String, Predicate<Change>> selecting) {
    return values.isEmpty()
        ? change -> true
        : values.stream().map(selecting).reduce(change -> false, Predicate::or);
  }
}

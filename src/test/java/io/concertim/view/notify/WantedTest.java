// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.concertim.view.config.NotifyTarget;
import io.concertim.view.config.Tls;
import io.concertim.view.history.Change;
import io.concertim.view.history.Change.Op;
import io.concertim.view.history.SomeChanges;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WantedTest {
  private static final List<Change> CHANGES =
      List.of(
          SomeChanges.status(1, "failed", "ACTIVE", "FAILED"),
          SomeChanges.status(1, "stopped", "ACTIVE", "STOPPED"),
          SomeChanges.of(1, "device", "renamed", Op.CHANGED, "name", "FAILED", "FAILED"),
          SomeChanges.of(1, "rack", "added", Op.ADDED, null, null, null),
          SomeChanges.of(1, "team", "alpha", Op.REMOVED, null, null, null),
          new Change(
              null, 1, "", null, "user", "foreign", null, Op.ADDED, null, null, null, null, null));

  @ParameterizedTest(name = "kinds {0}, teams {1}, statuses {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, -, failed stopped renamed added alpha foreign",
        "device, -, -, failed stopped renamed",
        "rack team, -, -, added alpha",
        "-, t1, -, failed stopped renamed added",
        "-, alpha beta, -, failed stopped renamed added alpha",
        "-, beta, -, ''",
        "-, -, failed, failed",
        "-, -, FAILED STOPPED, failed stopped",
        "device, alpha, STOPPED, stopped",
        "rack, alpha, STOPPED, ''"
      })
  void passesAllFilters(String kinds, String teams, String statuses, String wanted) {
    NotifyTarget target =
        new NotifyTarget(
            "x",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            parts(kinds),
            parts(teams),
            parts(statuses),
            Tls.VERIFIED);

    assertEquals(
        parts(wanted), CHANGES.stream().filter(Wanted.by(target)).map(Change::id).toList());
  }

  private static List<String> parts(String text) {
    return text == null || text.isEmpty() ? List.of() : Arrays.asList(text.split(" "));
  }
}

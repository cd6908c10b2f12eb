// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.concertim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.concertim.view.source.Recorded;
import io.concertim.view.source.Row;
import io.concertim.view.source.http.SourceException;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RootCheckTest {
  private final RootCheck check = new RootCheck();

  private static Map<String, Object> user(String file) {
    return new Row(Recorded.json("concertim/" + file)).map();
  }

  @Test
  void rootMayRead() {
    check.check(user("users-current.json"));
  }

  @Test
  @DisplayName("A22: who is shown only part of the portal does not read it")
  void anybodyElseMayNot() {
    assertEquals(
        "concertim: the user anna is not root, so the portal shows only part; "
            + "give concertim_username a root user",
        assertThrows(SourceException.class, () -> check.check(user("users-current-nonroot.json")))
            .getMessage());
    assertThrows(SourceException.class, () -> check.check(Map.of()));
    assertThrows(SourceException.class, () -> check.check(Map.of("root", "true")));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.Rack;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site without a billing application (billing_platform: none). */
class NoBillingTest {
  @TempDir Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();

  private LabConfig withoutBilling() {
    return lab.config().set("billing_platform", "none").without("killbill");
  }

  @Test
  @DisplayName(
      "a rack waits for an order that nobody will make only where the portal insists on it")
  void racksWaitForNoOrderThatThePortalDoesNotWant() throws Exception {
    LabSync sync = LabSync.run(withoutBilling(), folder);

    for (Source source : Source.values()) {
      assertTrue(sync.status(source).complete(), () -> source + " " + sync.status(source));
    }
    assertEquals(0, lab.calls().matching("/killbill/").size());
    assertFalse(sync.view().racks().isEmpty());
    List<Rack> made =
        sync.view().racks().stream().filter(rack -> rack.id().concertim() == null).toList();
    assertEquals(1, made.stream().filter(rack -> rack.pending() == null).count());
    made.stream()
        .filter(rack -> rack.pending() != null)
        .forEach(rack -> assertTrue(rack.pending().contains("one rack without an order only")));
    assertTrue(
        sync.view().problems().stream()
            .anyMatch(problem -> problem.reason().contains("one rack without an order only")));
  }

  private static List<String> orders(LabSync sync) {
    return sync.view().racks().stream().map(rack -> rack.id().billing()).toList();
  }

  @Test
  void ordersThatWereKnownAreHeldWhenBillingIsTakenAway() throws Exception {
    LabSync before = LabSync.run(lab.config(), folder);
    LabSync after = LabSync.run(withoutBilling(), folder);

    assertEquals(orders(before), orders(after));
    assertTrue(
        after.view().held().stream().anyMatch(held -> held.kind().equals("subscription")),
        () -> "" + after.view().held());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.concertim.view.history.Change.Op;
import io.concertim.view.history.ViewDifference.Difference;
import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Location;
import io.concertim.view.model.view.NamePair;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.View;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViewDifferenceTest {
  private static Device web(String concertimId, String status, Map<String, Object> details) {
    return device(new PairedId(concertimId, "5e"), status, details);
  }

  private static Device other(String cloudId) {
    return device(new PairedId("o", cloudId), "ACTIVE", Map.of());
  }

  private static Device device(PairedId id, String status, Map<String, Object> details) {
    return new Device(
        id,
        new NamePair("web", "web"),
        "Instance",
        "",
        new BilledId("r", "s", "o"),
        new PairedId("t", "f"),
        new Location(1, 2, "f"),
        status,
        List.of(),
        0,
        details,
        false,
        false);
  }

  private static View view(Device... devices) {
    return new View(
        1,
        Instant.EPOCH,
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(devices),
        List.of(),
        List.of());
  }

  @Test
  void tellsFieldByFieldAndKeyByKey() {
    assertEquals(
        List.of(
            new Difference("device", "5e", "web", Op.CHANGED, "id", "null/5e", "d/5e"),
            new Difference("device", "5e", "web", Op.CHANGED, "status", "ACTIVE", "STOPPED"),
            new Difference("device", "5e", "web", Op.CHANGED, "details.ip", null, "10.0.0.5")),
        ViewDifference.between(
            view(web(null, "ACTIVE", Map.of("key", "k"))),
            view(web("d", "STOPPED", Map.of("key", "k", "ip", "10.0.0.5")))));
  }

  @Test
  void tellsWhatHasComeAndLeft() {
    Device web = web("d", "ACTIVE", Map.of());

    assertEquals(
        List.of(new Difference("device", "5e", "web", Op.ADDED, null, null, null)),
        ViewDifference.between(view(), view(web)));
    assertEquals(
        List.of(new Difference("device", "5e", "web", Op.REMOVED, null, null, null)),
        ViewDifference.between(view(web), view()));
  }

  @Test
  void looksAtNothingThatIsAsAndWhereItWas() {
    Device web = web("d", "ACTIVE", Map.of());
    Device again = web("e", "ACTIVE", Map.of());

    assertEquals(
        List.of(new Difference("device", "5e", "web", Op.CHANGED, "status", "ACTIVE", "STOPPED")),
        ViewDifference.between(view(web, again), view(web, web("e", "STOPPED", Map.of()))));
  }

  @Test
  void findsWhatStandsElsewhereInTheList() {
    Device web = web("d", "ACTIVE", Map.of());

    assertEquals(
        List.of(new Difference("device", "5f", "web", Op.ADDED, null, null, null)),
        ViewDifference.between(view(web), view(other("5f"), web)));
    assertEquals(
        List.of(new Difference("device", "5f", "web", Op.REMOVED, null, null, null)),
        ViewDifference.between(view(other("5f"), web), view(web)));
  }

  @Test
  void saysNothingOfWhatIsTheSame() {
    assertEquals(
        List.of(),
        ViewDifference.between(
            view(web("d", "ACTIVE", Map.of())), view(web("d", "ACTIVE", Map.of()))));
  }
}

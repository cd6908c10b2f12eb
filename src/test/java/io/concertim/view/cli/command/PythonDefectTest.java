// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.history.Change.Op;
import io.concertim.view.history.ViewDifference.Difference;
import io.concertim.view.mapping.Mapped;
import io.concertim.view.mapping.MappingSettings;
import io.concertim.view.mapping.ViewMapping;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.view.View;
import io.concertim.view.source.RecordedCloud;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PythonDefectTest {
  private static final ComparedView OURS = new ComparedView("ours", ours(), false);

  private static View ours() {
    Mapped mapped =
        ViewMapping.map(
            Layers.empty().merge(RecordedCloud.observations()),
            Map.of(),
            new MappingSettings(42, true));
    return new View(
        1,
        Instant.EPOCH,
        Map.of(),
        mapped.teams(),
        mapped.users(),
        mapped.templates(),
        mapped.racks(),
        mapped.devices(),
        mapped.problems(),
        List.of());
  }

  private static ComparedView pythons() throws IOException, URISyntaxException {
    return ComparedView.stored(
        Path.of(
            PythonDefectTest.class.getResource("/fixtures/concertim/oracle/view.pickle5").toURI()));
  }

  @Test
  void allThatThePythonSyncMadeOtherwiseIsAKnownDefect() throws Exception {
    for (Comparison comparison :
        List.of(Comparison.of(pythons(), OURS), Comparison.of(OURS, pythons()))) {
      assertEquals(
          List.of(),
          comparison.lines().stream()
              .filter(line -> line.pythonDefect() == null)
              .map(line -> line.text("one", "other"))
              .toList());
      assertTrue(comparison.known() > 10, () -> "" + comparison.known());
    }
  }

  @Test
  void anotherNameOrStatusIsNoKnownDefect() {
    assertEquals(
        List.of(),
        List.of(
                new Difference("device", "5e", "web", Op.CHANGED, "name", "a/a", "b/b"),
                new Difference("device", "5e", "web", Op.CHANGED, "status", "ACTIVE", "STOPPED"),
                new Difference("device", "5e", "web", Op.REMOVED, null, null, null),
                new Difference("team", "7e", "team", Op.CHANGED, "credits", "1.0", "2.0"))
            .stream()
            .filter(difference -> PythonDefect.in(difference, OURS.view()).isPresent())
            .toList());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sync costs, counted by the simulator: 100 stacks and 2,000 servers. */
@Tag("labs")
class SimulatorIT {
  private static final int STACKS = 100;

  @TempDir private Path folder;

  @Test
  void needsTwoCallsForAStackAndAFewForAllElse() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/python3")),
        "skipped: the simulator needs /usr/bin/python3");
    try (Simulator cloud = Simulator.start(folder, 20, 5, 20)) {
      Installation program = Installation.of(folder.resolve("program"), cloud.config());

      assertEquals(0, program.runOnce().exitCode());
      JsonNode first = cloud.requestsAndReset();
      assertTrue(first.path("requests").asInt() <= 2 * STACKS + 30, first::toString);
      assertEquals(2 * STACKS + 2, first.at("/by_system/heat").asInt(), first::toString);
      assertEquals(STACKS, program.view().path("racks").size());
      assertEquals(2600, program.view().path("devices").size());

      assertEquals(0, program.runOnce().exitCode());
      JsonNode unchanged = cloud.requestsAndReset();
      assertTrue(unchanged.path("requests").asInt() <= 40, unchanged::toString);
    }
  }
}

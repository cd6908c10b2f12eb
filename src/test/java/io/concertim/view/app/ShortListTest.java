// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.view.View;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Any list that is complete and yet lacks what there is loses nothing: not in the view, and not of
 * what is known, or the next short list would take a little more.
 */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class ShortListTest {
  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private final LabConfig config = lab.config().set("view.killbill_interval", "1ms");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/keystone/v3/projects",
        "/nova/v2.1/flavors/detail",
        "/nova/v2.1/servers/detail",
        "/nova/v2.1/os-server-groups",
        "/heat/v1/[^/]*/stacks\\?",
        "/cinder/.*/volumes/detail",
        "/neutron/.*/networks",
        "/killbill/1.0/kb/accounts/pagination",
        "/killbill/1.0/kb/bundles/pagination",
        "/killbill/1.0/kb/customFields/pagination",
      })
  void losesNothing(String list) throws Exception {
    try (RunningView process = RunningView.of(config, folder)) {
      assertNothingIsLost(process::sync, list);
    }
  }

  /**
   * A process that has read these lists asks only whether they have changed: so each sync has its
   * own.
   */
  @ParameterizedTest
  @ValueSource(strings = {"users$", "teams$", "templates$", "racks$", "devices$"})
  void losesNothingOfThePortal(String list) throws Exception {
    assertNothingIsLost(() -> LabSync.run(config, folder), "/concertim/api/v1/" + list);
  }

  private void assertNothingIsLost(Callable<LabSync> sync, String list) throws Exception {
    LabSync before = sync.call();
    assertKept(sync, before, list, rows -> rows.remove(rows.size() - 1));
    assertKept(sync, before, list, rows -> rows.remove(0));
    assertKept(sync, before, list, ArrayNode::removeAll);
  }

  private void assertKept(
      Callable<LabSync> sync, LabSync before, String list, Consumer<ArrayNode> edit)
      throws Exception {
    lab.faults().fail(list, ListFault.edited(edit), 1);
    LabSync during = sync.call();
    lab.faults().clear();
    assertSame(before, during);
    assertSame(before, sync.call());
  }

  private static void assertSame(LabSync before, LabSync after) {
    View view = after.view();
    view.sources().values().forEach(status -> assertTrue(status.complete(), status.reason()));
    assertEquals(before.view().racks(), view.racks());
    assertEquals(before.view().devices(), view.devices());
    assertEquals(before.view().templates(), view.templates());
    assertEquals(before.view().teams(), view.teams());
    assertEquals(before.view().users(), view.users());
    assertEquals(facts(before.layers()), facts(after.layers()));
  }

  private static String facts(Layers layers) {
    return layers.observations().stream().map(Observation::fact).toList().toString();
  }
}

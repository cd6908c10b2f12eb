package io.concertim.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.view.View;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Any list that is complete and yet lacks what there is loses nothing: not in the view, and not of
 * what is known, or the next short list would take a little more.
 */
@Timeout(120)
class ShortListTest {
  @TempDir private Path folder;
  private EmbeddedLab lab;
  private LabConfig config;

  @BeforeEach
  void start() {
    lab = EmbeddedLab.start();
    config = lab.config().set("view.killbill_interval", "1s");
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/concertim/api/v1/users$",
        "/concertim/api/v1/teams$",
        "/concertim/api/v1/templates$",
        "/concertim/api/v1/racks$",
        "/concertim/api/v1/devices$",
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
    LabSync before = LabSync.run(config, folder);
    assertKept(before, list, rows -> rows.remove(rows.size() - 1));
    assertKept(before, list, rows -> rows.remove(0));
    assertKept(before, list, ArrayNode::removeAll);
  }

  private void assertKept(LabSync before, String list, Consumer<ArrayNode> edit) throws Exception {
    lab.faults().fail(list, ListFault.edited(edit), 1);
    LabSync during = LabSync.run(config, folder);
    lab.faults().clear();
    assertSame(before, during);
    assertSame(before, LabSync.run(config, folder));
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

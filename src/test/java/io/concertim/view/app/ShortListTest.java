// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.view.View;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Any list that is complete and yet lacks what there is loses nothing: not in the view, and not of
 * what is known, or the next short list would take a little more.
 */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class ShortListTest {
  private static final String PORTAL = "/concertim/api/v1/";

  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private final LabConfig config = lab.config().set("view.killbill_interval", "1ms");

  @TestFactory
  @Execution(ExecutionMode.SAME_THREAD) // else JUnit closes the stream before its tests have run
  Stream<DynamicTest> losesNothing() throws Exception {
    return ofEach(
        "/keystone/v3/projects",
        "/nova/v2.1/flavors/detail",
        "/nova/v2.1/servers/detail",
        "/nova/v2.1/os-server-groups",
        "/heat/v1/[^/]*/stacks\\?",
        "/cinder/.*/volumes/detail",
        "/neutron/.*/networks",
        "/killbill/1.0/kb/accounts/pagination",
        "/killbill/1.0/kb/bundles/pagination",
        "/killbill/1.0/kb/customFields/pagination");
  }

  @TestFactory
  @Execution(ExecutionMode.SAME_THREAD)
  Stream<DynamicTest> losesNothingOfThePortal() throws Exception {
    return ofEach(
        Stream.of("users$", "teams$", "templates$", "racks$", "devices$")
            .map(name -> PORTAL + name)
            .toArray(String[]::new));
  }

  /** One process for all of them, one after the other. */
  private Stream<DynamicTest> ofEach(String... lists) throws Exception {
    RunningView process = RunningView.of(config, folder);
    LabSync before = process.sync();
    return Stream.of(lists)
        .map(
            list -> DynamicTest.dynamicTest(list, () -> assertNothingIsLost(process, before, list)))
        .onClose(process::close);
  }

  private void assertNothingIsLost(RunningView process, LabSync before, String list)
      throws Exception {
    assertKept(process, before, list, rows -> rows.remove(rows.size() - 1));
    assertKept(process, before, list, rows -> rows.remove(0));
    assertKept(process, before, list, ArrayNode::removeAll);
  }

  private void assertKept(
      RunningView process, LabSync before, String list, Consumer<ArrayNode> edit) throws Exception {
    if (list.startsWith(PORTAL)) { // after a failure it is sent again, and not answered with 304
      lab.faults().fail(list, Fault.status(400));
      process.sync();
      lab.faults().clear();
    }
    AtomicBoolean sent = new AtomicBoolean();
    lab.faults()
        .fail(
            list,
            ListFault.edited(
                rows -> {
                  sent.set(true);
                  edit.accept(rows);
                }),
            1);
    LabSync during = process.sync();
    lab.faults().clear();
    assertTrue(sent.get(), "the list was not asked for");
    assertSame(before, during);
    assertSame(before, process.sync());
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

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.lab.LabOptions;
import io.concertim.view.lab.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The law of docs/performance.md: what a sync costs as a function of stacks and pages. */
class CallsOfASyncTest {
  /** The lab's stacks in CM_ projects. */
  private static final int MANAGED_STACKS = 5;

  /** Of these one is being created, so it is read each time. */
  private static final int CHANGING_STACKS = 1;

  /** All stacks that Heat lists: 6 top-level ones, a group in each of two, 2 members of one. */
  private static final int LISTED_STACKS = 10;

  @TempDir private Path folder;
  @AutoClose private EmbeddedLab lab;

  private LabConfig start(int pageSize) {
    lab = EmbeddedLab.start(LabOptions.defaults().withPageSize(pageSize));
    return lab.config().set("view.page_size", pageSize);
  }

  private Map<String, Integer> callsOf(LabConfig config) throws Exception {
    lab.calls().clear();
    LabSync.run(config, folder);
    return lab.calls().countsBySystem();
  }

  private static int pages(int rows, int pageSize) {
    return Math.max(1, (rows + pageSize - 1) / pageSize);
  }

  /** A last page that is exactly full may be followed by an empty one. */
  private static void assertPages(int rows, int pageSize, int calls, String what) {
    int fewest = pages(rows, pageSize);
    assertTrue(
        calls == fewest || (rows % pageSize == 0 && calls == fewest + 1),
        () -> what + ": " + calls + " calls for " + rows + " rows in pages of " + pageSize);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 4, 2})
  void areTheListsPagesAndTwoForEachManagedStack(int pageSize) throws Exception {
    Map<String, Integer> calls = callsOf(start(pageSize));

    assertEquals(7, calls.get("concertim"), "sign-in, root check, five lists");
    assertEquals(2, calls.get("keystone"), "sign-in, projects");
    assertEquals(3, calls.get("killbill"));
    assertPages(LISTED_STACKS, pageSize, calls.get("heat") - 2 * MANAGED_STACKS, "stacks");
    assertPages(lab.world().volumes().size(), pageSize, calls.get("cinder"), "volumes");
    assertPages(lab.world().networks().size(), pageSize, calls.get("neutron"), "networks");
    int servers = lab.calls().matching("/servers/detail").size();
    int flavors = lab.calls().matching("/flavors/detail").size();
    assertPages(lab.world().servers().size(), pageSize, servers, "servers");
    assertPages(lab.world().flavors().size(), pageSize, flavors, "flavors");
    int groups = lab.calls().matching("/os-server-groups").size();
    assertEquals(
        pages(lab.world().serverGroups().size(), pageSize) + 1, groups, "and an empty one");
    assertEquals(servers + flavors + groups + 1, calls.get("nova"), "and one for the cells");
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 4})
  void growByTwoForEachManagedStackAndByAPageForEachPageOfThem(int pageSize) throws Exception {
    LabConfig config = start(pageSize);
    Map<String, Integer> before = callsOf(config);
    twice(lab.world().projects(), "000001\"", "000002\"");
    twice(lab.world().stacks(), "000001\"", "000002\"");

    deleteWhatIsKnown();
    Map<String, Integer> calls = callsOf(config);

    int heat = calls.get("heat") - 4 * MANAGED_STACKS;
    assertPages(2 * LISTED_STACKS, pageSize, heat, "stacks");
    calls.put("heat", before.get("heat"));
    assertEquals(before, calls, "nothing else depends on the stacks");
  }

  /** Adds a copy of each row, with ids of its own, in a project of its own. */
  private static void twice(Table table, String project, String other) {
    table
        .rows()
        .forEach(
            row -> table.add(row.toString().replace(project, other).replace("-8000-", "-9000-")));
  }

  private void deleteWhatIsKnown() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void areNoneForAStackThatHasNotChangedAlsoAfterARestart() throws Exception {
    LabConfig config = start(1000);
    callsOf(config);

    Map<String, Integer> calls = callsOf(config);

    assertEquals(1 + 2 * CHANGING_STACKS, calls.get("heat"));
  }
}

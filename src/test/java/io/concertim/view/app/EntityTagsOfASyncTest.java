// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.concertim.view.lab.CallLog;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.view.View;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.SharedState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A list that is what it was, while what is known of it is not: another process has read it since.
 */
class EntityTagsOfASyncTest {
  private static final String DEVICES = "/concertim/api/v1/devices$";

  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private DataDirectory data;
  private RunningView process;

  @BeforeEach
  void start() throws Exception {
    process = RunningView.of(lab.config(), folder);
    data = DataDirectory.open(folder.resolve("data"));
  }

  @AfterEach
  void stop() throws Exception {
    process.close();
  }

  private View synced() throws Exception {
    lab.calls().clear();
    return process.sync().view();
  }

  private int answerOfTheList() {
    List<CallLog.Entry> calls = lab.calls().matching(DEVICES);
    return calls.get(calls.size() - 1).status();
  }

  /** What view_queue reads while the portal shows a device otherwise for a moment. */
  private void anotherProcessSees(PortalDevice device) throws IOException {
    HybridClock clock = new HybridClock(Clock.systemUTC());
    new SharedState(data, clock).add(List.of(Observation.of(Kind.DEVICE, clock.next(), device)));
  }

  private PortalDevice device() throws IOException {
    return new SharedState(data, new HybridClock(Clock.systemUTC()))
        .layers().facts(PortalDevice.class).stream()
            .filter(device -> device.cloudId() != null)
            .findFirst()
            .orElseThrow();
  }

  private static PortalDevice with(PortalDevice d, String id, String name) {
    return new PortalDevice(
        id,
        name,
        d.type(),
        d.description(),
        d.status(),
        d.cost(),
        d.templateId(),
        d.rackId(),
        d.startUnit(),
        d.endUnit(),
        d.facing(),
        id.equals(d.id()) ? d.cloudId() : null,
        d.stackId(),
        d.networkInterfaces(),
        new HashMap<>(d.details()));
  }

  @Test
  void aDeviceThatWasRenamedThereAndBackIsShownAsItIs() throws Exception {
    View before = synced();
    synced();
    assertEquals(304, answerOfTheList());
    anotherProcessSees(with(device(), device().id(), "renamed"));

    View after = synced();

    assertEquals(200, answerOfTheList());
    assertEquals(before.devices(), after.devices());
    assertEquals(before.devices(), synced().devices());
    assertEquals(304, answerOfTheList(), "now the list is known as it is");
  }

  @Test
  void aDeviceThatWasMadeAndDeletedInBetweenDoesNotStay() throws Exception {
    View before = synced();
    anotherProcessSees(with(device(), "made-and-deleted", "made-and-deleted"));
    synced();

    View after = synced();

    assertEquals(200, answerOfTheList());
    assertEquals(before.devices(), after.devices());
  }
}

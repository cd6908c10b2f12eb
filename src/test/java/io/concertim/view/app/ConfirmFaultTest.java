// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.View;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list lacks a server, and the question for it by its id goes wrong (a compute cell is down). */
@Timeout(120)
class ConfirmFaultTest {
  private static final String STACK = "57000000-0000-4000-8000-0000000000a1";
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";

  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private final LabConfig config = lab.config().set("view.retries", 0);

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 409, 429, 500, 503})
  void isKeptAndTheViewIsStored(int status) throws Exception {
    assertKept(Fault.status(status));
  }

  @Test
  void isKeptWhenTheAnswerIsAProxysPageAndWhenThereIsNone() throws Exception {
    assertKept(
        Fault.proxyPage(404),
        Fault.status(404).withBody("{\"message\": \"no Route matched\"}"),
        Fault.redirect("http://127.0.0.1:9/servers/" + WEB),
        Fault.drop(),
        Fault.halfJson(),
        Fault.notJson());
  }

  @Test
  void isKeptWhenThereIsNoAnswerInTime() throws Exception {
    config.set("view.response_timeout", "3s");
    assertKept(Fault.hang());
  }

  private void assertKept(Fault... faults) throws Exception {
    try (RunningView process = RunningView.of(config, folder)) {
      View before = process.sync().view();
      lab.world().removeResource(STACK, "web");
      for (int asked = 1; asked <= faults.length; asked++) {
        lab.faults().clear();
        lab.faults().fail("/nova/v2.1/servers/" + WEB, faults[asked - 1]);
        lab.calls().clear();

        LabSync sync = process.sync();

        assertFalse(lab.calls().matching("/servers/" + WEB).isEmpty(), "not asked for by its id");
        assertEquals(before.devices(), sync.view().devices());
        assertEquals(devicesOfRacks(before), devicesOfRacks(sync.view()));
        assertEquals(before.generation() + asked, sync.view().generation());
        assertTrue(sync.status(Source.OPENSTACK).complete());
      }
      lab.faults().clear();
      assertTrue(isGone(process.sync().view()), "it does not exist");
    }
  }

  private static List<List<PairedId>> devicesOfRacks(View view) {
    return view.racks().stream().map(Rack::devices).toList();
  }

  private static boolean isGone(View view) {
    return view.devices().stream()
        .anyMatch(device -> WEB.equals(device.id().cloud()) && device.deleteMarker());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.View;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a slow portal has to bear from us. */
class PortalLoadTest {
  private static final String LIST = "/concertim/api/v1/devices$";

  @TempDir Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();

  @Test
  @DisplayName("A list that the portal still computes is not asked for again")
  void aListThatTakesTooLongIsAskedForOnce() throws Exception {
    lab.portalLoad().perDevice(Duration.ofMillis(700));

    LabSync sync =
        LabSync.run(
            lab.config().set("view.response_timeout", "1s").set("view.retry_delay", "10ms"),
            folder);

    assertTrue(
        sync.status(Source.CONCERTIM).reason().contains("no answer in time"),
        () -> "" + sync.status(Source.CONCERTIM));
    await().atMost(60, SECONDS).until(() -> lab.portalLoad().busy() == 0);
    // A call is counted once it is answered, and the worker is free a little before.
    await()
        .atMost(60, SECONDS)
        .untilAsserted(() -> assertEquals(1, lab.calls().matching(LIST).size()));
  }

  @Test
  @DisplayName("A system that rests is left alone, and what is known of it stays")
  void aSystemThatRestsIsLeftAlone() throws Exception {
    LabConfig config = lab.config().set("view.load", Map.of("concertim", 0.01, "openstack", 1));
    try (RunningView process = RunningView.of(config, folder)) {
      View first = process.sync().view();
      lab.calls().clear();

      View second = process.sync().view();

      assertEquals(List.of(), lab.calls().matching("/concertim/"));
      assertFalse(lab.calls().matching("/nova/").isEmpty());
      assertEquals(first.sources().get(Source.CONCERTIM), second.sources().get(Source.CONCERTIM));
      assertEquals(first.teams(), second.teams());
    }
  }

  @Test
  @DisplayName(
      "A look reads the racks of what is offered, beside a full sync that reads the whole list")
  void aLookReadsSingleRacksWhileASyncReadsTheList() throws Exception {
    try (LabView view =
        new LabView(folder, config -> config.set("view.load", Map.of("concertim", 1)))) {
      view.context().start();
      awaitCalls(view, LIST, 1);
      await().atMost(60, SECONDS).until(() -> Files.exists(view.directory().viewPickle()));
      view.lab().portalLoad().perList(Duration.ofSeconds(20));
      view.lab().calls().clear();
      Files.writeString(view.directory().resyncFlag(), " ");
      await().atMost(60, SECONDS).until(() -> view.lab().portalLoad().listsOfDevices() == 1);
      view.lab().calls().clear();

      Files.write(view.directory().viewPickle(), Files.readAllBytes(view.directory().viewPickle()));

      awaitCalls(view, "/concertim/api/v1/racks/", 1);
      assertEquals(1, view.lab().portalLoad().listsOfDevices(), "the list is still being read");
      assertEquals(1, view.lab().portalLoad().mostListsOfDevices());
      view.lab().portalLoad().close();
    }
  }

  private static void awaitCalls(LabView view, String path, int count) {
    await().atMost(60, SECONDS).until(() -> view.lab().calls().matching(path).size() >= count);
  }
}

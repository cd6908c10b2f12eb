// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import io.concertim.view.publish.PortalPart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is slow ends at view.source_deadline, and costs nothing that was read until then. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class DeadlineTest {
  private static final String BEING_CREATED = "57000000-0000-4000-8000-0000000000a3";
  private static final String VOLUME = "70000000-0000-4000-8000-0000000000a1";
  private static final int MOST_SYNCS = 20;

  @TempDir private Path folder;

  @Test
  void aSyncInWhichNoSourceAnswersInTimeSaysSoOfEachAndPublishesNoView() throws Exception {
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      lab.faults().fail("/", Fault.hang());

      LabSync sync = LabSync.run(lab.config().set("view.source_deadline", "500ms"), folder);

      for (Source source : Source.values()) {
        assertFalse(sync.status(source).complete());
        assertTrue(sync.status(source).reason().contains("source_deadline"), source.label());
      }
      assertEquals(1, sync.view().generation());
      assertFalse(Files.exists(folder.resolve("data").resolve("view.pickle")));
    }
  }

  @Test
  void stacksThatTakeLongerThanTheDeadlineAreReadSyncAfterSync() throws Exception {
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      lab.world().stacks().set(BEING_CREATED, "status", "CREATE_COMPLETE");
      lab.faults().fail("/stacks/[^/?]+/", Fault.delay(Duration.ofMillis(700)));
      LabConfig slow =
          lab.config()
              .set("view.source_deadline", "4s")
              .set("view.concurrency", Map.of("orchestration", 1));
      try (RunningView sync = RunningView.of(slow, folder)) {
        SourceStatus status = sync.trySync().orElseThrow().sources().get(Source.OPENSTACK);
        assertFalse(status.complete());
        assertTrue(status.reason().contains("not read in time, see view.source_deadline"));

        for (int syncs = 1; syncs < MOST_SYNCS && !status.complete(); syncs++) {
          status = sync.trySync().orElseThrow().sources().get(Source.OPENSTACK);
        }

        assertTrue(status.complete(), status.reason());
      }
    }
  }

  @Test
  void aQuestionByIdThatHangsDoesNotHoldUpTheView() throws Exception {
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      LabConfig config =
          lab.config().set("view.source_deadline", "5s").set("view.response_timeout", "10m");
      try (RunningView sync = RunningView.of(config, folder)) {
        View before =
            await()
                .atMost(60, SECONDS)
                .until(() -> sync.trySync().orElseThrow(), DeadlineTest::isComplete);
        lab.faults().fail("/volumes/" + VOLUME, Fault.hang());
        lab.faults().fail("/volumes/detail", Fault.rewritten(DeadlineTest::withoutTheVolume));

        View during = sync.trySync().orElseThrow();

        assertFalse(lab.calls().matching("/volumes/" + VOLUME).isEmpty(), "nothing was asked");
        assertEquals(before.devices(), during.devices());
        assertEquals(before.generation() + 1, during.generation());
        assertTrue(during.sources().get(Source.OPENSTACK).complete());
      }
    }
  }

  @Test
  void aQuestionByIdThatHangsDoesNotHoldUpTheLookAtThePortal() throws Exception {
    try (LabView view =
        new LabView(
            folder,
            config ->
                config
                    .set("view.source_deadline", "5s")
                    .set("view.interval", "1h")
                    .set("view.response_timeout", "10m"))) {
      view.context().start();
      await().atMost(60, SECONDS).until(() -> Files.exists(view.directory().viewPickle()));
      String rack = view.lab().world().racks().rows().get(0).path("id").asText();
      view.lab().faults().fail("/concertim/api/v1/racks/" + rack, Fault.hang());
      view.lab().world().racks().remove(rack);
      view.lab().calls().clear();

      Exchange look =
          view.context()
              .createProducerTemplate()
              .request(
                  "direct:portal-refresh",
                  racks -> racks.getMessage().setBody(List.of(PortalPart.list(Kind.RACK))));

      view.lab().faults().clear();
      assertNull(look.getException());
      assertFalse(view.lab().calls().matching("/api/v1/racks/" + rack).isEmpty(), "not asked");
    }
  }

  private static boolean isComplete(View view) {
    return view.sources().values().stream().allMatch(SourceStatus::complete);
  }

  private static String withoutTheVolume(String body) {
    return body.replace("\"id\":\"" + VOLUME, "\"id\":\"another");
  }
}

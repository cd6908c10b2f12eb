// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.LabNotification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which notifications make an object be read again, as {@code view.queue.event_types} says. */
@Timeout(120)
class EventTypesRouteTest {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final String DATA = "70000000-0000-4000-8000-0000000000a1";

  @TempDir private Path folder;

  private static double counted(LabView view, String outcome) {
    String name = "view_queue_notifications_total{outcome=\"" + outcome + "\"} ";
    return view.scrape()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .sum();
  }

  private static LabView started(Path folder, String eventTypes) throws Exception {
    LabView view =
        new LabView(
            folder,
            config -> config.set("view.queue", Map.of("max_length", 0, "event_types", eventTypes)));
    view.context().start();
    await().atMost(60, SECONDS).until(() -> Files.exists(view.directory().viewJson()));
    view.lab().calls().clear();
    return view;
  }

  @Test
  void oneThatIsTakenAwayIsAcknowledgedAndMakesNothingBeRead() throws Exception {
    assertTrue(
        Files.readString(Path.of("docs", "routes.md"))
            .contains("view: {queue: {event_types: \"!volume.*\"}}"));
    try (LabView view = started(folder, "!volume.*")) {
      view.publisher().send(LabNotification.volume("attach.end", DATA, "in-use"));
      view.publisher().send(LabNotification.server("update", WEB, "active"));

      await()
          .atMost(60, SECONDS)
          .until(() -> counted(view, "marked") == 1 && counted(view, "dropped") == 1);
      await()
          .atMost(60, SECONDS)
          .until(() -> view.lab().calls().matching("/servers/" + WEB).size() > 0);
      assertEquals(0, view.lab().calls().matching("/volumes/" + DATA).size());
      assertEquals(0, counted(view, "malformed"));
    }
  }

  @Test
  void oneThatIsAddedMakesItsObjectBeRead() throws Exception {
    try (LabView view = started(folder, "compute.instance.exists, image.*")) {
      view.publisher().send(LabNotification.server("exists", WEB, "active"));

      await()
          .atMost(60, SECONDS)
          .until(() -> view.lab().calls().matching("/servers/" + WEB).size() > 0);
      assertEquals(1, counted(view, "marked"));
    }
  }

  @Test
  void oneThatIsAddedButNotKnownIsDroppedQuietly() throws Exception {
    try (LabView view = started(folder, "image.*")) {
      view.publisher().send("nova", "notifications.info", "{\"event_type\":\"image.create\"}");
      view.publisher()
          .send("nova", "notifications.info", "{\"event_type\":\"${exchangeId}' || 'x\"}");

      await().atMost(60, SECONDS).until(() -> counted(view, "dropped") == 2);
      assertEquals(0, counted(view, "malformed"));
      assertTrue(view.scrape().contains("view_queue_dead_letters_total{outcome=\"recorded\"} 0.0"));
    }
  }
}

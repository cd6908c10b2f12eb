// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.View;
import io.concertim.view.store.ViewJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the metrics of a process tell of a view that other processes store. */
class StoredMetricsTest {
  private static final String NETWORKS = "view_objects{kind=\"network\",status=\"ACTIVE\"}";

  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();

  @Test
  void whatAnotherProcessStoresIsShownAtTheNextScrape() throws Exception {
    SyncedData.copyTo(lab.config(), folder);
    try (LabManagement process = LabManagement.start(lab.config(), folder, 0)) {
      View view = assertShownAsStored(process);

      Path written = Files.write(folder.resolve("view.json"), ViewJson.bytes(next(view)));
      Files.move(written, folder.resolve("data/view.json"), StandardCopyOption.ATOMIC_MOVE);

      assertShownAsStored(process);
      assertEquals(2, value(process, "view_deletions_held"));
      assertEquals(0, value(process, NETWORKS));
    }
  }

  private static View next(View view) {
    return new View(
        view.generation() + 1,
        view.writtenAt(),
        view.sources(),
        view.teams(),
        view.users(),
        view.templates(),
        view.racks(),
        view.devices().stream().filter(device -> !"Network".equals(device.type())).toList(),
        view.problems(),
        List.of(new HeldDeletion("network", List.of("n1", "n2"), "suddenly empty", null)));
  }

  private View assertShownAsStored(LabManagement process) throws Exception {
    View view = ViewJson.read(folder.resolve("data/view.json"));
    assertTrue(view.generation() > 0);
    assertEquals((double) view.generation(), value(process, "view_generation"));
    assertEquals(
        view.users().size(), value(process, "view_objects{kind=\"user\",status=\"none\"}"));
    assertEquals(
        (double) view.devices().stream().filter(device -> "Network".equals(device.type())).count(),
        value(process, NETWORKS));
    return view;
  }

  /** 0 if it is not shown. */
  private static double value(LabManagement process, String metric) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(process.url() + "metrics")).build();
    String text = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    return text.lines()
        .filter(line -> line.startsWith(metric + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(metric.length() + 1)))
        .sum();
  }
}

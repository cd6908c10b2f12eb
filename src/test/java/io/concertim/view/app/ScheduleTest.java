// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.lab.LabConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When the service syncs. */
@Timeout(600)
class ScheduleTest {
  @TempDir private Path folder;
  @AutoClose private LabView view;

  private void start(UnaryOperator<LabConfig> settings) throws Exception {
    view = new LabView(folder, settings);
    view.context().start();
  }

  private void awaitGeneration(long generation) {
    await()
        .atMost(180, SECONDS)
        .until(
            () ->
                Files.exists(view.directory().viewJson())
                    && new ObjectMapper()
                            .readTree(view.directory().viewJson().toFile())
                            .path("generation")
                            .asLong()
                        >= generation);
  }

  @Test
  void syncsWhenCronSaysSo() throws Exception {
    start(config -> config.set("view.cron", "* * * * * ?"));

    awaitGeneration(4);
  }

  @Test
  void syncsAtOnceWhenTheFlagIsThereAlsoWhileTheSystemsRest() throws Exception {
    start(config -> config.set("view.interval", "1h").set("view.load", Map.of("concertim", 0.01)));
    awaitGeneration(1);

    Files.writeString(view.directory().resyncFlag(), " ");

    awaitGeneration(2);
    assertFalse(Files.exists(view.directory().resyncFlag()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a container's health check makes of the stored view. */
class HealthTest {
  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private final StringWriter out = new StringWriter();

  private void configure(String key, String value) {
    lab.config().set("view.management", "off").set(key, value).write(folder);
  }

  private void store(String view, Duration age) throws IOException {
    Files.writeString(folder.resolve("view.json"), view);
    Files.setLastModifiedTime(folder.resolve("view.json"), FileTime.from(Instant.now().minus(age)));
  }

  private int health() {
    out.getBuffer().setLength(0);
    return ViewCommand.line()
        .setOut(new PrintWriter(out))
        .execute("--health", "--config=" + folder.resolve("config.yaml"), "--data-dir=" + folder);
  }

  @Test
  void aViewIsNotOldBeforeTheNextSyncIsDue() throws IOException {
    configure("view.interval", "1h");
    store("{\"generation\": 1}", Duration.ofMinutes(90));
    assertEquals(0, health(), out::toString);

    store("{\"generation\": 1}", Duration.ofMinutes(121));
    assertEquals(1, health(), out::toString);
    assertTrue(out.toString().contains("more than view.max_age (7200 s)"), out::toString);
  }

  @Test
  void theAgeThatTheConfigurationNamesCounts() throws IOException {
    configure("view.max_age", "2m");
    store("{\"generation\": 1}", Duration.ofMinutes(3));
    assertEquals(1, health(), out::toString);
  }

  @Test
  void aViewThatEndsTooSoonIsNotHealthy() throws IOException {
    configure("view.interval", "15s");
    for (String cut : new String[] {"", "{\"racks\": [{\"id\": {}}", "[]", "{} {"}) {
      store(cut, Duration.ZERO);
      assertEquals(1, health(), () -> cut + out);
    }
    store("{\"racks\": [{\"id\": {}}]}\n", Duration.ZERO);
    assertEquals(0, health(), out::toString);
  }
}

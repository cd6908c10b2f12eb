// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class LogFormatIT {
  @TempDir private Path folder;

  @Test
  void filesThatAreTooOldOrTooLargeTogetherAreRemovedAtTheStart() throws IOException {
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      Installation installation = Installation.of(folder, lab);
      Path old = logOf(installation, 40);
      Path large = logOf(installation, 1);
      try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
        file.setLength(2L << 30); // all of it a hole, which takes no place
      }
      try (ViewProcess process = installation.start()) {
        await().atMost(180, SECONDS).until(() -> Files.notExists(old) && Files.notExists(large));
        assertTrue(process.isRunning());
      }
    }
  }

  private static Path logOf(Installation installation, int daysAgo) throws IOException {
    String day =
        LocalDate.now(ZoneId.systemDefault())
            .minusDays(daysAgo)
            .format(DateTimeFormatter.ofPattern("dd-MM-yyyy"));
    return Files.writeString(
        installation.logs().resolve("view_sync~" + day + ".log"), "what was\n");
  }
}

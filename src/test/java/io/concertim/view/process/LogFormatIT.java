// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.lab.EmbeddedLab;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class LogFormatIT {
  @TempDir private Path folder;

  @Test
  void theFileIsForProgramsWhereJsonIsWantedAndStandardErrorForPeople() throws IOException {
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      Installation installation = Installation.of(folder, lab);
      installation.configure(Installation.config(lab).set("view.log_format", "json"));

      ViewProcess.Ended ended = installation.runOnce();

      assertEquals(0, ended.exitCode(), ended.err());
      assertFalse(installation.log().isEmpty());
      for (String line : installation.log().lines().toList()) {
        assertTrue(new ObjectMapper().readTree(line).has("formattedMessage"), line);
      }
      assertTrue(ended.err().startsWith("["), ended.err());
    }
  }
}

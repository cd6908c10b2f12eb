// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.lab.EmbeddedLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one sync says, leaves behind and loads. */
@Timeout(900)
class OneRunIT {
  @TempDir private static Path folder;
  private static Installation installation;
  private static Path home;
  private static Path loaded;
  private static Path old;
  private static Path young;
  private static ViewProcess.Ended ended;

  @BeforeAll
  static void runOnce() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    loaded = folder.resolve("loaded");
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      installation = Installation.of(folder, lab);
      installation.configure(
          Installation.config(lab).set("log_level", "debug").set("view.log_format", "json"));
      old = Files.writeString(installation.data("view~2026-01-01-10-00-00.pickle"), "");
      young = Files.writeString(installation.data("view~2026-01-01-10-05-00.pickle"), "");
      Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofMinutes(6))));
      try (ViewProcess process =
          ViewProcess.startWith(
              List.of("-Duser.home=" + home, "-Xlog:class+load:file=" + loaded),
              installation.arguments("-t", "--summary"))) {
        ended = process.end();
      }
    }
  }

  @Test
  void runsOneSyncAndEndsWithZero() {
    assertEquals(0, ended.exitCode(), ended.err());
    assertEquals(1, installation.generation());
    assertTrue(Files.exists(installation.data("view.pickle")));
  }

  @Test
  void printsTheViewForPeopleOnDemand() {
    assertTrue(ended.out().contains("alpha-web"), ended.out());
  }

  @Test
  void theFileIsForProgramsWhereJsonIsWantedAndStandardErrorForPeople() throws IOException {
    assertFalse(installation.log().isEmpty());
    for (String line : installation.log().lines().toList()) {
      assertTrue(new ObjectMapper().readTree(line).has("formattedMessage"), line);
    }
    assertTrue(ended.err().startsWith("["), ended.err());
  }

  @Test
  void keepsSecretsOutOfTheLogEvenWhenItIsWrittenForDebugging() throws IOException {
    assertTrue(installation.log().contains("\"DEBUG\""));
    FailedSourceIT.assertNoSecretIn(installation, ended);
  }

  @Test
  void mayBeReadAndWrittenByTheGroupAndNobodyElse() throws IOException {
    for (String file : StoredFilesIT.FILES) {
      assertEquals(
          "rw-rw----",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(installation.data(file))),
          file);
    }
  }

  @Test
  void theLogIsNothingForOthersThanTheGroup() throws IOException {
    try (Stream<Path> logs = Files.list(installation.logs())) {
      for (Path log : logs.toList()) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(log));
        assertTrue(mode.endsWith("---"), log + " " + mode);
      }
    }
  }

  @Test
  void removesOldLeftoversOfAnotherWriterAndLeavesYoungOnes() {
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(young));
  }

  @Test
  void nothingOfCamelsToolsIsThereUnlessItIsAskedFor() throws IOException {
    assertTrue(Files.readString(loaded).contains("io.concertim.view.app.ViewDaemon"));
    assertFalse(ObserveIT.hasLoadedItsClasses(loaded));
    try (Stream<Path> files = Files.list(home)) {
      assertEquals(List.of(), files.toList());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The command concertim-view of an installation. */
@Execution(ExecutionMode.CONCURRENT)
class LauncherIT {
  private static final Path SCRIPT = Path.of("etc", "bin", "concertim-view");

  @TempDir private Path folder;

  @Test
  void runsTheProgramBesideItAlsoByALinkWithThePathsOfTheInstallation() throws Exception {
    Path link = install();
    String home = folder.toRealPath().resolve("opt").toString();

    assertEquals(
        "-jar "
            + home
            + "/concertim-view.jar explain a b "
            + "/var/lib/concertim-view /var/log/concertim-view",
        run(link, Map.of()).replaceAll("-XX:\\S+ ", ""));
    String elsewhere =
        run(link, Map.of("CONCERTIM_VIEW_DATA_DIR", "/d", "CONCERTIM_VIEW_LOG_DIR", "/l"));
    assertTrue(elsewhere.endsWith(" /d /l"), elsewhere);
  }

  /** With a java that tells how it was called. */
  private Path install() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("opt/bin"));
    Files.copy(SCRIPT, bin.resolve("concertim-view"));
    Path java = Files.createDirectory(folder.resolve("path")).resolve("java");
    Files.writeString(
        java, "#!/bin/sh\necho \"$@\" $CONCERTIM_VIEW_DATA_DIR $CONCERTIM_VIEW_LOG_DIR\n");
    assertTrue(java.toFile().setExecutable(true));
    assertTrue(bin.resolve("concertim-view").toFile().setExecutable(true));
    return Files.createSymbolicLink(
        folder.resolve("path/concertim-view"), bin.resolve("concertim-view"));
  }

  private String run(Path command, Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(List.of(command.toString(), "explain", "a b")).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("CONCERTIM_VIEW_"));
    builder.environment().putAll(environment);
    builder.environment().merge("PATH", folder.resolve("path") + ":", (old, path) -> path + old);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    return out.strip();
  }

  @Test
  void theProgramLooksWhereTheEnvironmentSays() {
    String data = folder.resolve("data").toString();
    try (ViewProcess process =
        ViewProcess.start(List.of("env", "CONCERTIM_VIEW_DATA_DIR=" + data), List.of("show"))) {
      ViewProcess.Ended ended = process.end();
      assertEquals(2, ended.exitCode(), ended.err());
      assertTrue(ended.err().contains(data), ended.err());
    }
  }
}

package io.concertim.view.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.concertim.view.lab.EmbeddedLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How the files of the data directory come to be there, and which go. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class StoredFilesTest {
  private static final Path STRACE = Path.of("/usr/bin/strace");
  private static final List<String> FILES = List.of("view.json", "view.pickle", "layers.jsonl");

  @TempDir private Path folder;
  private EmbeddedLab lab;
  private Installation installation;

  @BeforeEach
  void install() {
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @Test
  void mayBeReadAndWrittenByTheGroupAndNobodyElse() throws IOException {
    assertEquals(0, installation.runOnce().exitCode());

    for (String file : FILES) {
      assertEquals(
          "rw-rw----",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(installation.data(file))),
          file);
    }
  }

  @Test
  void removesOldLeftoversOfAnotherWriterAndLeavesYoungOnes() throws IOException {
    Path old = installation.data("view~2026-01-01-10-00-00.pickle");
    Path young = installation.data("view~2026-01-01-10-05-00.pickle");
    Files.writeString(old, "");
    Files.writeString(young, "");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofMinutes(6))));

    assertEquals(0, installation.runOnce().exitCode());

    assertFalse(Files.exists(old));
    assertTrue(Files.exists(young));
  }

  @Test
  void areOnTheDiskWithTheirModeBeforeOneRenamePutsThemInPlace() throws IOException {
    assumeTrue(Files.isExecutable(STRACE), "there is no " + STRACE + " (Debian package strace)");
    assertEquals(0, installation.runOnce().exitCode());
    Path trace = folder.resolve("trace");
    List<String> strace =
        List.of(
            STRACE.toString(),
            "-f",
            "--seccomp-bpf",
            "-y",
            "-o",
            trace.toString(),
            "-e",
            "trace=fsync,rename,renameat,renameat2,unlink,unlinkat,chmod,fchmodat,link,truncate");

    try (ViewProcess process = ViewProcess.start(strace, installation.arguments("--run-once"))) {
      assertEquals(0, process.end().exitCode());
    }

    List<String> calls = Files.readAllLines(trace);
    for (String file : FILES) {
      String path = installation.data(file).toString();
      int synced = only(calls, ".*fsync\\(\\d+<" + path + "\\.tmp-.*");
      int moded = only(calls, ".*chmod\\w*\\(.*\"" + path + "\\.tmp-.*0660.*");
      int inPlace = only(calls, ".*rename\\w*\\(.*, \"" + path + "\".*");
      assertTrue(synced < moded && moded < inPlace, file + ": " + calls);
      assertFalse(
          calls.stream().anyMatch(call -> call.matches(".*(unlink|truncate).*\"" + path + "\".*")),
          file + " is never away");
    }
  }

  /** The place of the only call that matches. */
  private static int only(List<String> calls, String regex) {
    List<String> found = calls.stream().filter(call -> call.matches(regex)).toList();
    assertEquals(1, found.size(), regex + " in " + calls);
    return calls.indexOf(found.get(0));
  }
}

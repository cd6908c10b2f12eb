// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Debian's strace. */
final class Strace {
  private static final Path PROGRAM = Path.of("/usr/bin/strace");

  private Strace() {}

  static boolean isThere() {
    return Files.isExecutable(PROGRAM);
  }

  static void assumeIsThere() {
    assumeTrue(isThere(), "there is no " + PROGRAM + " (Debian package strace)");
  }

  /** Whether it may look into a process that it did not start. */
  static boolean mayAttach() throws IOException, InterruptedException {
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      Process strace =
          new ProcessBuilder(PROGRAM.toString(), "-p", Long.toString(stranger.pid()))
              .redirectErrorStream(true)
              .start();
      try (BufferedReader said = strace.inputReader()) {
        String first = said.readLine();
        return first != null && first.contains("attached");
      } finally {
        strace.destroy();
        strace.waitFor();
      }
    } finally {
      stranger.destroy();
    }
  }

  /** Runs one sync to its end; gives these calls of it, separated by commas, one to a line. */
  static List<String> callsOfASync(Installation installation, String calls) throws IOException {
    Path seen = installation.logs().resolve("strace.out");
    List<String> strace = new ArrayList<>(command(seen, calls));
    strace.addAll(List.of("--seccomp-bpf", "-y", "-s", "200"));
    try (ViewProcess process = ViewProcess.start(strace, installation.arguments("--run-once"))) {
      assertEquals(0, process.end().exitCode());
    }
    return Files.readAllLines(seen);
  }

  private static List<String> command(Path seen, String calls) {
    return List.of(PROGRAM.toString(), "-f", "-o", seen.toString(), "-e", "trace=" + calls);
  }

  /**
   * Has a process that runs already killed when a thread of it begins the call for this time,
   * counted from now and for each thread. A program that runs under strace from its start takes
   * twice the processor time.
   *
   * @param folder where strace writes what it sees
   */
  static void killAt(String call, int number, long pid, Path folder)
      throws IOException, InterruptedException {
    Path said = folder.resolve("strace.err");
    List<String> command = new ArrayList<>(command(folder.resolve("strace.out"), call));
    command.addAll(List.of("-e", "inject=" + call + ":signal=SIGKILL:when=" + number));
    command.addAll(List.of("-p", Long.toString(pid)));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(said.toFile());
    for (; ; ) {
      Process strace = builder.start();
      await()
          .atMost(180, SECONDS)
          .until(
              () -> {
                String text = Files.readString(said);
                assertTrue(strace.isAlive(), text);
                return text.contains("attached");
              });
      if (seesEachThread(pid)) {
        return;
      }
      strace.destroy(); // a thread has begun while it looked for them
      strace.waitFor();
    }
  }

  private static boolean seesEachThread(long pid) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads.toList()) {
        if (Files.readString(thread.resolve("status")).contains("TracerPid:\t0\n")) {
          return false;
        }
      }
      return true;
    } catch (NoSuchFileException e) {
      return false; // a thread has ended: once more
    }
  }
}

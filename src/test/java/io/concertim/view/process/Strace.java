// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Debian's strace, attached to a program that runs already: one that runs under it from its start
 * takes twice the processor time.
 */
final class Strace {
  private static final Path STRACE = Path.of("/usr/bin/strace");

  private Strace() {}

  static boolean isThere() {
    return Files.isExecutable(STRACE);
  }

  static void assumeIsThere() {
    assumeTrue(isThere(), "there is no " + STRACE + " (Debian package strace)");
  }

  /**
   * Has the process killed when a thread of it begins the call for this time, counted from now and
   * for each thread.
   *
   * @param folder where strace writes what it sees
   */
  static void killAt(String call, int number, long pid, Path folder)
      throws IOException, InterruptedException {
    Path said = folder.resolve("strace.err");
    ProcessBuilder command =
        new ProcessBuilder(
                STRACE.toString(),
                "-f",
                "-o",
                folder.resolve("strace.out").toString(),
                "-e",
                "trace=" + call,
                "-e",
                "inject=" + call + ":signal=SIGKILL:when=" + number,
                "-p",
                Long.toString(pid))
            .redirectError(said.toFile());
    for (; ; ) {
      Process strace = command.start();
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

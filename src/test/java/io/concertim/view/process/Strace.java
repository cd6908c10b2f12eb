// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
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
  private static final String SEEN = "strace.out";
  private static final List<String> SYSTEMS = List.of("/concertim/", "/keystone/", "/killbill/");

  private Strace() {}

  static boolean isThere() {
    return Files.isExecutable(PROGRAM);
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

  static void assumeMayAttach() throws IOException, InterruptedException {
    assumeTrue(isThere(), "there is no " + PROGRAM + " (Debian package strace)");
    assumeTrue(
        mayAttach(), "strace may look into its own children only: see kernel.yama.ptrace_scope");
  }

  /**
   * Starts one sync, which has asked each system and is answered when the lab's faults are cleared.
   * A program that runs under strace from its start takes twice the processor time.
   */
  static ViewProcess startHeld(Installation installation, EmbeddedLab lab) {
    lab.calls().clear();
    lab.faults().fail("/", Fault.hold());
    ViewProcess process = installation.start("--run-once");
    await()
        .atMost(300, SECONDS)
        .until(() -> SYSTEMS.stream().noneMatch(system -> lab.calls().matching(system).isEmpty()));
    return process;
  }

  /**
   * Runs one sync to its end; gives these calls of it, separated by commas, after it has asked each
   * system, one to a line that begins with the id of the thread.
   */
  static List<String> callsOfASync(Installation installation, EmbeddedLab lab, String calls)
      throws IOException, InterruptedException {
    try (ViewProcess process = startHeld(installation, lab)) {
      Process strace =
          attach(process.pid(), installation.logs(), "-e", "trace=" + calls, "-y", "-s", "200");
      lab.faults().clear();
      assertEquals(0, process.end().exitCode());
      strace.waitFor();
    }
    return Files.readAllLines(installation.logs().resolve(SEEN));
  }

  /**
   * Has a process that runs already killed when a thread of it begins the call for this time,
   * counted from now and for each thread.
   *
   * @param folder where strace writes what it sees
   */
  static void killAt(String call, int number, long pid, Path folder)
      throws IOException, InterruptedException {
    String kill = "inject=" + call + ":signal=SIGKILL:when=" + number;
    attach(pid, folder, "-e", "trace=" + call, "-e", kill);
  }

  private static Process attach(long pid, Path folder, String... options)
      throws IOException, InterruptedException {
    Path said = folder.resolve("strace.err");
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-f"));
    command.addAll(List.of("-o", folder.resolve(SEEN).toString()));
    command.addAll(List.of(options));
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
        return strace;
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

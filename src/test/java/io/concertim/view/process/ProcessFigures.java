// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process of the program holds.
 *
 * @param heapKilobytes used after a collection
 */
record ProcessFigures(long threads, long files, long heapKilobytes) {
  private static final int MOST_THREADS = 130;
  private static final Pattern USED =
      Pattern.compile("(def new generation|tenured generation)\\s+total \\d+K, used (\\d+)K");

  static ProcessFigures of(ViewProcess process) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    long heap = heapOf(pid);
    return new ProcessFigures(
        count(Path.of("/proc", pid, "task")), count(Path.of("/proc", pid, "fd")), heap);
  }

  private static long heapOf(String pid) throws IOException, InterruptedException {
    Path commands = Files.createTempFile("jcmd", ".txt");
    Files.writeString(commands, "GC.run\nGC.heap_info\n");
    String info = jcmd(pid, "-f", commands.toString());
    Files.delete(commands);
    Matcher used = USED.matcher(info);
    long heap = 0;
    while (used.find()) {
      heap += Long.parseLong(used.group(2));
    }
    assertTrue(heap > 0, () -> "the serial collector tells what it uses, but: " + info);
    return heap;
  }

  private static long count(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.count();
    }
  }

  /** A process that is slow to answer is asked once more. */
  private static String jcmd(String... arguments) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    ProcessBuilder command =
        new ProcessBuilder(Stream.concat(Stream.of(jcmd.toString()), Stream.of(arguments)).toList())
            .redirectErrorStream(true);
    for (boolean again = false; ; again = true) {
      Process process = command.start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() == 0 || again) {
        return printed;
      }
    }
  }

  /**
   * Threads and connections come and go within the bounds of their pools; what grows by much more
   * leaks.
   *
   * @param before taken from the same program, which may have started just then
   */
  void assertNoMoreThan(ProcessFigures before) {
    assertTrue(threads <= Math.max(before.threads + 25, MOST_THREADS), this + " after " + before);
    assertTrue(files <= before.files + 40, this + " after " + before);
    assertTrue(heapKilobytes <= before.heapKilobytes + 16_384, this + " after " + before);
  }

  @Override
  public String toString() {
    return threads + " | " + files + " | " + heapKilobytes / 1024 + " MB";
  }
}

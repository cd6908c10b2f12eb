// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program in a Java machine of its own, with the class path that it is shipped with. */
final class ViewProcess implements AutoCloseable {
  private static final Path CLASS_PATH = Path.of("target", "runtime-class-path.txt");
  private static final long DEADLINE_SECONDS = 300;

  /**
   * Shortens the start of a process that does not live long: what runs a few times is not worth
   * compiling, and a start fits into the young generation.
   */
  private static final List<String> QUICK_START =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:CompileThresholdScaling=6",
          "-XX:+UseSerialGC",
          "-Xms96m",
          "-XX:NewSize=48m");

  private final Process process;
  private final Path out;
  private final Path err;

  /** How a process ended, and what it said. */
  record Ended(int exitCode, String out, String err) {
    List<String> errorLines() {
      return err.lines().toList();
    }

    boolean hasStackTrace() {
      return (out + err).lines().anyMatch(ViewProcess::isOfAStackTrace);
    }
  }

  private ViewProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static ViewProcess start(List<String> arguments) {
    return start(List.of(), arguments);
  }

  /** Starts the program with the options that its container gives the Java machine. */
  static ViewProcess startAsShipped(List<String> arguments) {
    return start(
        List.of(), List.of("-XX:MaxRAMPercentage=70", "-XX:TieredStopAtLevel=1"), arguments);
  }

  /** Starts the program with options of the Java machine. */
  static ViewProcess startWith(List<String> options, List<String> arguments) {
    return start(List.of(), options, arguments);
  }

  /** Starts the program with the command line of another program before it, such as strace's. */
  static ViewProcess start(List<String> before, List<String> arguments) {
    return start(before, QUICK_START, arguments);
  }

  private static ViewProcess start(
      List<String> before, List<String> options, List<String> arguments) {
    try {
      Path out = Files.createTempFile("view", ".out");
      Path err = Files.createTempFile("view", ".err");
      List<String> command = new ArrayList<>(before);
      command.addAll(program(options));
      command.addAll(arguments);
      return new ViewProcess(
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start(),
          out,
          err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What starts the program quickly, before its arguments. */
  static List<String> quickProgram() throws IOException {
    return program(QUICK_START);
  }

  private static List<String> program(List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(program());
    return command;
  }

  /** The packaged jar where the build names one, else the classes it is made of. */
  private static List<String> program() throws IOException {
    String jar = System.getProperty("view.jar");
    if (jar == null) {
      return List.of(
          "-cp",
          Path.of("target", "classes") + File.pathSeparator + Files.readString(CLASS_PATH),
          "io.concertim.view.ViewMain");
    }
    String archive = System.getProperty("view.archive", "");
    return Files.exists(Path.of(archive))
        ? List.of("-XX:SharedArchiveFile=" + archive, "-jar", jar)
        : List.of("-jar", jar);
  }

  /** Runs the program to its end. */
  static Ended run(String... arguments) {
    try (ViewProcess process = start(List.of(arguments))) {
      return process.end();
    }
  }

  /** Waits until it has ended by itself. */
  Ended end() {
    try {
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("it does not end; it said: " + errors());
      }
      return new Ended(process.exitValue(), Files.readString(out), errors());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Sends SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  /** The processor time that it has used. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  long pid() {
    return process.pid();
  }

  /** Sends SIGSTOP. */
  void suspend() {
    signal("STOP");
  }

  /** Sends SIGCONT. */
  void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      if (kill.waitFor() != 0) {
        throw new AssertionError("kill -" + name + " " + process.pid());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** What it has said on standard error until now. */
  String errors() {
    try {
      return Files.readString(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isOfAStackTrace(String line) {
    return line.matches("\\s+at .*|Caused by: .*|\\s*\\.\\.\\. \\d+ (more|common frames omitted)");
  }

  @Override
  public void close() {
    kill();
    try {
      process.waitFor();
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

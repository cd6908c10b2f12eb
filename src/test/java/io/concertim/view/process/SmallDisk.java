// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A small disk in a directory, which can be full or read-only; needs root. */
final class SmallDisk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SmallDisk.class);

  private final Path directory;
  private int mounts;

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /** A disk of one megabyte. Skips the test, and says so, where nothing can be mounted. */
  static SmallDisk in(Path directory) {
    Optional<SmallDisk> disk = ifPossible(directory, 1);
    Assumptions.assumeTrue(disk.isPresent(), "nothing can be mounted here");
    return disk.get();
  }

  /** Nothing where nothing can be mounted. */
  static Optional<SmallDisk> ifPossible(Path directory, int megabytes) {
    SmallDisk disk = new SmallDisk(directory);
    try {
      disk.mount("-t", "tmpfs", "-o", "size=" + megabytes + "m", "none");
      return Optional.of(disk);
    } catch (IOException e) {
      LOG.info("nothing can be mounted here", e);
      return Optional.empty();
    }
  }

  private void mount(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(arguments));
    command.add(directory.toString());
    run(command);
    mounts++;
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command + ": " + printed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Takes every block that is free now. */
  void fill() throws IOException {
    byte[] block = new byte[4096];
    try (var out = Files.newOutputStream(filler(), CREATE, APPEND)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw e;
      }
    }
  }

  void free() throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return directory.resolve("filler");
  }

  /** Lets nobody open a file for writing any more; what is open stays so. */
  void forbidWriting() throws IOException {
    mount("--bind", directory.toString());
    run(List.of("mount", "-o", "remount,bind,ro", directory.toString()));
  }

  void allowWriting() throws IOException {
    run(List.of("umount", "-l", directory.toString()));
    mounts--;
  }

  @Override
  public void close() throws IOException {
    while (mounts > 0) {
      allowWriting();
    }
  }
}

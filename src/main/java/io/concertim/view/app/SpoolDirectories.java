// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Where answers over 4 MB are kept until they are parsed: a directory of each process beside the
 * other temporary files. One that was killed leaves its directory, with up to 512 MB.
 */
final class SpoolDirectories {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolDirectories.class);
  private static final String PREFIX = "concertim-view-";

  /** With the process id of its owner; earlier versions had none. */
  private static final Pattern NAME =
      Pattern.compile(PREFIX + "(?:(?<pid>\\d{1,10})-)?[0-9A-F]{10,}-[0-9A-F]+");

  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path temporary;

  SpoolDirectories(Path temporary) {
    this.temporary = temporary;
  }

  /** The directory of this process, in Camel's notation. */
  String ours() {
    return temporary.resolve(PREFIX + ProcessHandle.current().pid() + "-#uuid#").toString();
  }

  /** Removes those of processes that have ended; others than ours stay, as they cannot be. */
  void removeLeftovers() {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(temporary, PREFIX + "*")) {
      for (Path directory : found) {
        Matcher name = NAME.matcher(directory.getFileName().toString());
        if (name.matches()
            && Files.isDirectory(directory)
            && isLeft(directory, name.group("pid"))) {
          remove(directory);
        }
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be looked through", temporary, e);
    }
  }

  /** A process id that is ours now was another's before: in a container it is always the same. */
  private static boolean isLeft(Path directory, String pid) throws IOException {
    Instant changed = Files.getLastModifiedTime(directory).toInstant();
    if (pid == null) {
      return changed.isBefore(Instant.now().minus(ABANDONED));
    }
    long owner = Long.parseLong(pid);
    return owner == ProcessHandle.current().pid()
        ? ProcessHandle.current().info().startInstant().filter(changed::isBefore).isPresent()
        : ProcessHandle.of(owner).isEmpty();
  }

  private static void remove(Path directory) {
    try {
      FileSystemUtils.deleteRecursively(directory);
    } catch (IOException e) {
      LOG.debug("{} cannot be removed", directory, e);
    }
  }
}

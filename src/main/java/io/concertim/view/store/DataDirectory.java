// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * The directory that the services of the suite share, and the files in it (suite.md section 2).
 *
 * <p>A temporary file has the name of the file that it replaces, then {@code .tmp-} and any text:
 * fe_updates would load a file whose name contains {@code ~} and ends in {@code .pickle}.
 */
public final class DataDirectory {
  private static final Duration LEFTOVER_AGE = Duration.ofMinutes(5);

  /** A later generation was never reached: whatever has one is damaged. */
  private static final long LAST_GENERATION = 1L << 53;

  private static final String JOURNAL = "journal-";
  private static final String TEMPORARY = ".tmp-";

  private final Path path;

  private DataDirectory(Path path) {
    this.path = path;
  }

  /**
   * Opens the directory after checking that files can be created in it.
   *
   * @throws IOException with what is wrong and what to do
   */
  public static DataDirectory open(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new IOException(
          "the data directory "
              + path
              + " does not exist or is no directory: make it, or name another with --data-dir");
    }
    try {
      Files.delete(Files.createTempFile(path, "view.json" + TEMPORARY, ""));
    } catch (IOException e) {
      throw new IOException(
          ("files cannot be made in the data directory %s (%s): "
                  + "let the user who runs this own it, such as with: chown -R %s %s")
              .formatted(path, e.getMessage(), user(), path),
          e);
    }
    return new DataDirectory(path);
  }

  private static Object user() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException | RuntimeException e) {
      return System.getProperty("user.name");
    }
  }

  public Path path() {
    return path;
  }

  /** The published view ({@link ViewJson}). */
  public Path viewJson() {
    return path.resolve("view.json");
  }

  /** The published view for the Python services. */
  public Path viewPickle() {
    return path.resolve("view.pickle");
  }

  /** The state ({@link StateFile}). */
  public Path layers() {
    return path.resolve("layers.jsonl");
  }

  /** The observations since the snapshot of this generation ({@link AppendLog}). */
  public Path journal(long generation) {
    return path.resolve(JOURNAL + generation + ".jsonl");
  }

  /** Whether views can have been counted that far. */
  static boolean isGeneration(long generation) {
    return generation >= 0 && generation <= LAST_GENERATION;
  }

  /** Removes all journals, once a new snapshot includes them. */
  void removeJournals() throws IOException {
    try (DirectoryStream<Path> journals = Files.newDirectoryStream(path, JOURNAL + "*.jsonl")) {
      for (Path journal : journals) {
        Files.deleteIfExists(journal);
      }
    }
  }

  /** Syncs the directory, so that renames survive a power cut. */
  public void sync() throws IOException {
    syncNames(path);
  }

  /** Syncs a directory. */
  public static void syncNames(Path directory) throws IOException {
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  /**
   * A key that differs between a file and another one of the same name; an empty text if there is
   * no file.
   */
  public static Object keyOf(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** The latest version that a process has given ({@link VersionFile}). */
  Path versions() {
    return path.resolve("view.clock");
  }

  /** The read requests of view_queue. */
  public Path marks() {
    return path.resolve("marks.jsonl");
  }

  /** The state of view_queue, for its health check. */
  public Path queueHealth() {
    return path.resolve("view_queue.health");
  }

  /** The changes of the view, one line each. */
  public Path changes() {
    return path.resolve("changes.jsonl");
  }

  /** The earlier changes. */
  public Path earlierChanges() {
    return path.resolve("changes.1.jsonl");
  }

  /** What each view differs in from the one before, one line a view. */
  public Path views() {
    return path.resolve("views.jsonl");
  }

  /** The same of earlier views. */
  public Path earlierViews() {
    return path.resolve("views.1.jsonl");
  }

  /**
   * Up to where a target of {@code view.notify} has the changes.
   *
   * @param target its name in the configuration
   */
  public Path notified(String target) {
    return path.resolve("notify-" + target + ".json");
  }

  /** The changes that a target of {@code view.notify} has refused, one line each. */
  public Path refused(String target) {
    return path.resolve("notify-" + target + ".dead.jsonl");
  }

  /** The earlier ones. */
  public Path earlierRefused(String target) {
    return path.resolve("notify-" + target + ".dead.1.jsonl");
  }

  /** The lock of all writers ({@link DataLock}). */
  public Path lock() {
    return path.resolve("view.lock");
  }

  /** The lock of whoever of ours reads the portal as a whole ({@link DataLock}). */
  public Path portalLock() {
    return path.resolve("portal.lock");
  }

  /** The lock of whoever of ours looks at parts of the portal ({@link DataLock}). */
  public Path lookLock() {
    return path.resolve("portal-look.lock");
  }

  /**
   * The lock that a process of this kind holds while it lives ({@link InstanceLock}).
   *
   * @param kind view_sync or view_queue
   */
  public Path instanceLock(String kind) {
    return path.resolve(kind + ".lock");
  }

  /** A temporary file from which the target is replaced. */
  public static Path beside(Path target, String what) {
    return target.resolveSibling(target.getFileName() + TEMPORARY + what);
  }

  /** The path under which a file that cannot be read is kept, for inspection. */
  Path aside(Path file) {
    return file.resolveSibling(
        file.getFileName()
            + ".unreadable-"
            + Instant.now().toString().replaceAll("[-:]|\\..*", ""));
  }

  /** Asks for a full sync; created by fe_updates, an operator or view_queue. */
  public Path resyncFlag() {
    return path.resolve("resync.flag");
  }

  /** The resync.flag that was there last, until all lists have been read since. */
  public Path resyncTaken() {
    return path.resolve("resync.taken");
  }

  /** Holds back the next full sync while it exists. */
  public Path resyncHold() {
    return path.resolve("resync.hold");
  }

  /** Created by the operator to release held deletions. */
  public Path releaseDeletionsFlag() {
    return path.resolve("release-deletions.flag");
  }

  /**
   * Removes the remains of a crash: temporary files of ours, and {@code view~*.pickle} of the
   * Python services, which the next merge of fe_updates would take for newer than the view. Files
   * that are younger than five minutes stay, since their writer may be about to use them.
   */
  public void removeLeftovers(Instant now) throws IOException {
    Instant oldest = now.minus(LEFTOVER_AGE);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, DataDirectory::isLeftover)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isLeftover(Path file) {
    String name = file.getFileName().toString();
    return (name.startsWith("view~") && name.endsWith(".pickle"))
        || (name.contains(TEMPORARY)
            && Stream.of("view.", "layers.", "changes.", "notify-").anyMatch(name::startsWith));
  }
}

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
 * <p>Temporary files are called as the file they replace, then {@code .tmp-} and anything:
 * fe_updates would load one whose name holds {@code ~} and ends in {@code .pickle}.
 */
public final class DataDirectory {
  private static final Duration LEFTOVER_AGE = Duration.ofMinutes(5);
  private static final String JOURNAL = "journal-";
  private static final String TEMPORARY = ".tmp-";

  private final Path path;

  private DataDirectory(Path path) {
    this.path = path;
  }

  /**
   * Opens the directory after making sure that files can be made in it.
   *
   * @throws IOException saying what is wrong and what to do about it
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
          "files cannot be made in the data directory "
              + path
              + " ("
              + e.getMessage()
              + "): let the user who runs this own it, such as with: chown -R "
              + user()
              + " "
              + path,
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

  /** The published view for the Python services ({@link ViewPickle}). */
  public Path viewPickle() {
    return path.resolve("view.pickle");
  }

  /** The state ({@link StateFile}). */
  public Path layers() {
    return path.resolve("layers.jsonl");
  }

  /** What was learnt since the snapshot of this generation ({@link Journal}). */
  public Path journal(long generation) {
    return path.resolve(JOURNAL + generation + ".jsonl");
  }

  /** Removes all journals, when a new snapshot holds all that is in them. */
  void removeJournals() throws IOException {
    try (DirectoryStream<Path> journals = Files.newDirectoryStream(path, JOURNAL + "*.jsonl")) {
      for (Path journal : journals) {
        Files.deleteIfExists(journal);
      }
    }
  }

  /** Makes durable which files there are: after a power cut a new one is not the old one again. */
  public void sync() throws IOException {
    syncNames(path);
  }

  /** Makes durable which files a directory has. */
  public static void syncNames(Path directory) throws IOException {
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  /** Tells one file from another of the same name; an empty text where there is none. */
  public static Object keyOf(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** What view_queue still has to read again. */
  public Path marks() {
    return path.resolve("marks.jsonl");
  }

  /** How view_queue is, for its health check. */
  public Path queueHealth() {
    return path.resolve("view_queue.health");
  }

  /** What has changed in the view, one line each. */
  public Path changes() {
    return path.resolve("changes.jsonl");
  }

  /** The changes before those. */
  public Path earlierChanges() {
    return path.resolve("changes.1.jsonl");
  }

  /** The lock of all writers ({@link DataLock}). */
  public Path lock() {
    return path.resolve("view.lock");
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

  /** Where a file that cannot be read is kept, for people to look at. */
  Path aside(Path file) {
    return file.resolveSibling(
        file.getFileName()
            + ".unreadable-"
            + Instant.now().toString().replaceAll("[-:]|\\..*", ""));
  }

  /** Asks for a full sync; made by fe_updates, an operator or view_queue. */
  public Path resyncFlag() {
    return path.resolve("resync.flag");
  }

  /** Holds back the next full sync while it exists. */
  public Path resyncHold() {
    return path.resolve("resync.hold");
  }

  /** Made by the operator to let deletions that are held go on. */
  public Path releaseDeletionsFlag() {
    return path.resolve("release-deletions.flag");
  }

  /**
   * Removes what a crash left behind: {@code view~*.pickle} of the Python services, which the next
   * merge of fe_updates would take for newer than the view, and temporary files of ours. Younger
   * ones than five minutes stay, as their writer may be about to use them.
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
            && Stream.of("view.", "layers.", "changes.").anyMatch(name::startsWith));
  }
}

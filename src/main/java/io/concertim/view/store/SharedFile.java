package io.concertim.view.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Makes files that the suite's group may read and write whatever the umask, and that nobody else
 * may at any time: what a template puts out may be a password.
 */
public final class SharedFile {
  private static final Set<PosixFilePermission> GROUP =
      PosixFilePermissions.fromString("rw-rw----");

  private SharedFile() {}

  /** Opens a new file for writing, in place of one that an earlier writer may have left. */
  public static FileChannel replace(Path file) throws IOException {
    Files.deleteIfExists(file);
    makeIfMissing(file);
    return FileChannel.open(file, StandardOpenOption.WRITE);
  }

  /** Makes an empty file; one that is there stays as it is. */
  public static void makeIfMissing(Path file) throws IOException {
    boolean modes = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] closed =
        modes
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(GROUP)}
            : new FileAttribute<?>[0];
    try {
      Files.createFile(file, closed);
    } catch (FileAlreadyExistsException e) {
      return;
    }
    if (modes) {
      Files.setPosixFilePermissions(file, GROUP); // the umask may have taken from it
    }
  }
}

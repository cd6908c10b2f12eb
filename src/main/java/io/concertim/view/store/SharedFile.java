// SPDX-License-Identifier: Apache-2.0
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
 * Creates files that only the owner and the suite's group may read and write, whatever the umask: a
 * stack's outputs may be passwords. At no time do they have other permissions.
 */
public final class SharedFile {
  private static final Set<PosixFilePermission> GROUP =
      PosixFilePermissions.fromString("rw-rw----");

  private SharedFile() {}

  /** Opens a new file for writing, and removes one that an earlier writer may have left. */
  public static FileChannel replace(Path file) throws IOException {
    Files.deleteIfExists(file);
    makeIfMissing(file);
    return FileChannel.open(RegularFile.of(file), StandardOpenOption.WRITE);
  }

  /** Creates an empty file; an existing file stays as it is. */
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
      Files.setPosixFilePermissions(file, GROUP); // the umask may have removed permissions
    }
  }
}

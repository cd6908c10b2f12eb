// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps programs that share the data directory from stopping ours: a named pipe in the place of a
 * file would be waited for without end, and a device read.
 */
public final class RegularFile {
  private RegularFile() {}

  /**
   * The file, to be opened; it may be absent, or a symbolic link to a regular file.
   *
   * @throws FileSystemException if it is a pipe, a socket, a device or a directory
   */
  public static Path of(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(
          file.toString(),
          null,
          "is no regular file, but a pipe, a directory or a device; remove it");
    }
    return file;
  }

  /**
   * The file, opened to be read; null if it is absent.
   *
   * @throws FileSystemException if it is a pipe, a socket, a device or a directory
   */
  static FileChannel openIfThere(Path file) throws IOException {
    try {
      return FileChannel.open(of(file), StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}

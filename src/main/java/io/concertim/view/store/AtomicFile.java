// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Replaces files as a whole, with the permissions of a {@link SharedFile}: who reads one sees what
 * was in it before or all of what is in it now, after a power cut too.
 */
public final class AtomicFile {
  private static final int BUFFER = 1 << 16;

  private AtomicFile() {}

  /** What is written into a file. */
  public interface Content {
    void write(OutputStream out) throws IOException;
  }

  /** What is written into a file that may be copied to. */
  interface FileContent {
    void write(FileChannel disk) throws IOException;
  }

  /**
   * Writes a temporary file beside the target, from which somebody else replaces it. It is on the
   * disk when this method returns.
   */
  public static Path beside(Path target, Content content) throws IOException {
    return besideBy(
        target,
        disk -> {
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(disk), BUFFER);
          content.write(out);
          out.flush();
        });
  }

  /** The same for content that needs the file itself. */
  static Path besideBy(Path target, FileContent content) throws IOException {
    Path file = DataDirectory.beside(target, "written");
    try (FileChannel disk = SharedFile.replace(file)) {
      content.write(disk);
      disk.force(true);
    }
    return file;
  }

  /** Replaces the target. It is on the disk when this method returns. */
  public static void replace(Path target, Content content) throws IOException {
    Files.move(
        beside(target, content),
        target,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    DataDirectory.syncNames(target.toAbsolutePath().getParent());
  }
}

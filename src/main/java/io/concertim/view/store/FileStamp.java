// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A stamp that differs between versions of a file: which file it is, when it was written, and its
 * length. A rename keeps all three.
 */
public final class FileStamp {
  private FileStamp() {}

  /** The stamp of a file, or null if there is none. */
  public static String of(Path file) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.fileKey() + " " + attributes.lastModifiedTime() + " " + attributes.size();
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}

package io.concertim.view.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Tells one version of a file from the next: which file it is, when it was written, how long it is.
 * A rename keeps all three.
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

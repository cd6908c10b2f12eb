// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file in a directory of its own, which has the input as its content. */
public final class FuzzFile {
  private final Path file;

  public FuzzFile(String name) {
    try {
      Path target = Files.createDirectories(Path.of("target", "fuzz"));
      this.file = Files.createTempDirectory(target, "files").resolve(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file with this content, and no other file beside it. */
  public Path with(byte[] content) throws IOException {
    try (var others = Files.newDirectoryStream(file.getParent())) {
      for (Path other : others) {
        Files.delete(other);
      }
    }
    return Files.write(file, content);
  }
}

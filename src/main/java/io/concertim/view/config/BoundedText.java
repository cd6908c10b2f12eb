// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads text files of the operator, none of which is long: a device would have no end. */
final class BoundedText {
  private static final int LONGEST = 1 << 20;

  private BoundedText() {}

  /**
   * The text of a file.
   *
   * @throws java.nio.charset.CharacterCodingException if it is not UTF-8
   * @throws IOException if it cannot be read, or has more than 1 MiB
   */
  static String of(Path file) throws IOException {
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(LONGEST + 1);
    }
    if (content.length > LONGEST) {
      throw new FileSystemException(file.toString(), null, "it has more than 1 MiB");
    }
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
  }
}

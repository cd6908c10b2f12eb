// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.concertim.view.store.AtomicFile;
import io.concertim.view.store.RegularFile;
import io.concertim.view.store.StoreJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Up to where a target has the changes, as {@code notify-NAME.json}: {@code {"last":"…"}}.
 *
 * @param last id of the last change that the target has; null for none
 */
record Cursor(String last) {
  private static final int LONGEST = 1 << 10;

  /**
   * Reads the file.
   *
   * @throws IOException if it cannot be understood
   */
  static Cursor read(Path file) throws IOException {
    if (Files.size(RegularFile.of(file)) > LONGEST) {
      throw new IOException("it is too long");
    }
    try {
      Cursor read = StoreJson.MAPPER.readValue(Files.readAllBytes(file), Cursor.class);
      if (read != null) {
        return read;
      }
    } catch (JsonProcessingException e) {
      throw new IOException(e.getOriginalMessage(), e);
    }
    throw new IOException("it is empty");
  }

  /** Replaces the file. It is on the disk when this method returns. */
  void write(Path file) throws IOException {
    byte[] json = StoreJson.MAPPER.writeValueAsBytes(this);
    AtomicFile.replace(file, out -> out.write(json));
  }
}

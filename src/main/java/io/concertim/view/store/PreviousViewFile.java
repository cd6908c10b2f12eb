// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.concertim.view.model.view.View;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The view.json that the next one replaces. A file that cannot be read is kept under another name,
 * for inspection.
 */
public final class PreviousViewFile {
  private static final Logger LOG = LoggerFactory.getLogger(PreviousViewFile.class);

  private final DataDirectory directory;

  public PreviousViewFile(DataDirectory directory) {
    this.directory = directory;
  }

  /** The generation of the file; 0 if there is none that can be read. */
  public long generation() throws IOException {
    Path file = directory.viewJson();
    try {
      return Files.exists(file) ? ViewJson.generation(file) : 0;
    } catch (JsonProcessingException | CharConversionException e) {
      keepAside(file, e);
      return 0;
    }
  }

  /** The view in the file; empty if there is none that this version of the program can read. */
  public Optional<View> view() throws IOException {
    if (generation() == 0) {
      return Optional.empty();
    }
    Path file = directory.viewJson();
    try {
      return Optional.of(ViewJson.read(file));
    } catch (JsonProcessingException | CharConversionException e) {
      if (ViewJson.isWhole(file)) {
        LOG.warn(
            "{} is of another version ({}); the history lacks what has changed since",
            file,
            StoreJson.reason(e));
      } else {
        keepAside(file, e);
      }
      return Optional.empty();
    }
  }

  private void keepAside(Path file, IOException unreadable) throws IOException {
    Path aside = directory.aside(file);
    Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    LOG.error(
        "{} cannot be read ({}); it is kept as {} and written again",
        file,
        StoreJson.reason(unreadable),
        aside.getFileName());
  }
}

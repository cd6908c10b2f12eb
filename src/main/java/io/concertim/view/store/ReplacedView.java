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
 * The view.json that the next one takes the place of. One that cannot be read is kept aside, for
 * people to look at.
 */
public final class ReplacedView {
  private static final Logger LOG = LoggerFactory.getLogger(ReplacedView.class);

  private final DataDirectory directory;

  public ReplacedView(DataDirectory directory) {
    this.directory = directory;
  }

  /** Its generation; 0 where there is none that can be read. */
  public long generation() throws IOException {
    Path file = directory.viewJson();
    try {
      return Files.exists(file) ? ViewJson.generation(file) : 0;
    } catch (JsonProcessingException | CharConversionException e) {
      Path aside = directory.aside(file);
      Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
      LOG.error(
          "{} cannot be read ({}); it is kept as {} and made anew",
          file,
          StoreJson.reason(e),
          aside.getFileName());
      return 0;
    }
  }

  /** All of it; empty where there is none that this version of the program can read. */
  public Optional<View> view() throws IOException {
    if (generation() == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(ViewJson.read(directory.viewJson()));
    } catch (JsonProcessingException e) {
      LOG.warn(
          "{} is of another version ({}); the history does not tell what has changed since",
          directory.viewJson(),
          e.getOriginalMessage());
      return Optional.empty();
    }
  }
}

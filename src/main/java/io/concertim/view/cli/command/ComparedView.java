package io.concertim.view.cli.command;

import io.concertim.view.model.view.View;
import io.concertim.view.store.ViewJson;
import io.concertim.view.store.ViewPickleReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * One of two views that are compared.
 *
 * @param name what it is called in the output
 * @param view all of it
 * @param pickled whether it was read from a view.pickle, which holds only a part
 */
record ComparedView(String name, View view, boolean pickled) {

  /**
   * A stored one.
   *
   * @param path a data directory, a view.json or a view.pickle, whatever its name
   * @throws IOException if it is none of them, or cannot be read
   */
  static ComparedView stored(Path path) throws IOException {
    Path file = Files.isDirectory(path) ? path.resolve("view.json") : path;
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException("there is no " + file);
    }
    int first;
    try (InputStream in = Files.newInputStream(file)) {
      first = in.read();
    }
    return first == '{'
        ? new ComparedView(path.toString(), ViewJson.read(file), false)
        : new ComparedView(path.toString(), ViewPickleReader.read(file), true);
  }

  /** The view as far as one that was read from a view.pickle can be compared with it. */
  View published() {
    return pickled ? view : ViewPickleReader.published(view);
  }

  /** How much it holds, in words. */
  String size() {
    return "%d teams, %d racks, %d devices"
        .formatted(view.teams().size(), view.racks().size(), view.devices().size());
  }
}

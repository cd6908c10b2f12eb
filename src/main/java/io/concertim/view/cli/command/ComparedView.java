// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import io.concertim.view.model.view.View;
import io.concertim.view.python.ViewPickleReader;
import io.concertim.view.store.ViewJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * One of two views that are compared.
 *
 * @param name the name of the view in the output
 * @param view the whole view
 * @param pickled whether it was read from a view.pickle, which holds only a part of a view
 */
record ComparedView(String name, View view, boolean pickled) {

  /**
   * A stored view.
   *
   * @param path a data directory, a view.json or a view.pickle of any name
   * @throws IOException if the path is none of these, or cannot be read
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

  /** The part of the view that can be compared with a view.pickle. */
  View published() {
    return pickled ? view : ViewPickleReader.published(view);
  }

  /** The size of the view, in words. */
  String size() {
    return "%d teams, %d racks, %d devices"
        .formatted(view.teams().size(), view.racks().size(), view.devices().size());
  }
}

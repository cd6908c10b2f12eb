// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.python;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A view.pickle as Python sees it, loaded by a real Python with stand-ins of the suite's classes.
 *
 * @param view in the form of fixtures/concertim/oracle/view.json: {@code $tuple}, {@code $class}
 *     and {@code $dict} mark Python's types
 * @param identity what is shared and what is not, each a boolean
 */
public record LoadedByPython(JsonNode view, JsonNode identity) {
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  /** Loads the file; skips the test where there is no Python. */
  public static LoadedByPython load(Path pickle) throws IOException {
    assumeTrue(Files.isExecutable(PYTHON), "there is no " + PYTHON + " to load the pickle with");
    Process python =
        new ProcessBuilder(
                PYTHON.toString(), resource("/python/dump_view.py").toString(), "" + pickle)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (InputStream output = python.getInputStream()) {
      JsonNode dumped = new ObjectMapper().readTree(output);
      return new LoadedByPython(dumped.path("view"), dumped.path("identity"));
    }
  }

  /** The view in the oracle's form. */
  public static JsonNode dump(Path pickle) throws IOException {
    return load(pickle).view();
  }

  /** A file among the test resources. */
  static Path resource(String name) {
    try {
      return Path.of(LoadedByPython.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new UncheckedIOException(new IOException(name, e));
    }
  }
}

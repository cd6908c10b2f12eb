// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What a row of each real API looks like ({@code lab/shapes.json}), to be filled from the world.
 */
final class Shapes {
  private static final JsonNode SHAPES = load();

  private Shapes() {}

  /** A fresh copy of the named shape. */
  static ObjectNode of(String name) {
    return SHAPES.required(name).deepCopy();
  }

  /**
   * Sets the fields of {@code answer} that {@code row} has under the same name, then whatever the
   * row asks for in its field {@code answer}: the way to make the lab show an odd value.
   */
  static ObjectNode fill(ObjectNode answer, ObjectNode row, String... fields) {
    for (String field : fields) {
      if (row.has(field)) {
        answer.set(field, row.get(field));
      }
    }
    if (row.path("answer") instanceof ObjectNode odd) {
      answer.setAll(odd);
    }
    return answer;
  }

  private static JsonNode load() {
    try (InputStream in = Shapes.class.getResourceAsStream("/lab/shapes.json")) {
      return Json.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

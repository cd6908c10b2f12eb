// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.history.Change;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/view-format.md tells of every field what the schema of view.json does. */
class ViewFormatDocTest {
  private String page;

  @BeforeEach
  void read() throws IOException {
    page = Files.readString(Path.of("docs", "view-format.md"));
  }

  @Test
  void tellsOfEveryFieldOfTheView() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(Path.of("docs", "view.schema.json").toFile());
    tellsOf(schema);
    for (JsonNode object : schema.path("$defs")) {
      if (!object.path("properties").has("concertim")) { // ids and names are told of in words
        tellsOf(object);
      }
    }
  }

  private void tellsOf(JsonNode object) {
    object
        .path("properties")
        .properties()
        .forEach(
            field -> {
              String row =
                  "| `" + field.getKey() + "` | " + field.getValue().path("description").asText();
              assertTrue(page.contains(row + " |\n"), row);
            });
  }

  @Test
  void tellsOfEveryFieldOfAChange() {
    for (RecordComponent field : Change.class.getRecordComponents()) {
      String name =
          StoreJson.MAPPER
              .getPropertyNamingStrategy()
              .nameForGetterMethod(null, null, field.getName());
      assertTrue(page.contains("`" + name + "`"), name);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Fills in numbers and booleans where a route has a property placeholder for one. */
final class PlaceholderNumbers {
  private static final Set<String> NUMBERS = Set.of("maximumRedeliveries");
  private static final Set<String> BOOLEANS = Set.of("autoStartup");

  JsonNode in(JsonNode node) {
    JsonNode copy = node.deepCopy();
    fill(copy);
    return copy;
  }

  private void fill(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(entry -> entry.setValue(filled(entry.getKey(), entry.getValue())));
    } else if (node instanceof ArrayNode items) {
      items.forEach(this::fill);
    }
  }

  private JsonNode filled(String key, JsonNode value) {
    if (value.asText().startsWith("{{")) {
      if (NUMBERS.contains(key)) {
        return IntNode.valueOf(1);
      }
      if (BOOLEANS.contains(key)) {
        return BooleanNode.TRUE;
      }
    }
    fill(value);
    return value;
  }
}

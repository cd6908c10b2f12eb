// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the values of one block of a file that is known to fit the schema, defaults included. */
final class Block {
  private final ConfigSchema schema;
  private final JsonNode rules;
  private final JsonNode values;

  Block(ConfigSchema schema, JsonNode rules, JsonNode values) {
    this.schema = schema;
    this.rules = rules;
    this.values = values;
  }

  /** A block within this one; reads as empty if it is not there. */
  Block block(String key) {
    return new Block(schema, schema.property(rules, key), values.path(key));
  }

  /** Whether there is anything to read: the block is there and is a mapping. */
  boolean exists() {
    return values.isObject();
  }

  /** The keys that are there. */
  List<String> keys() {
    return values.properties().stream().map(Map.Entry::getKey).toList();
  }

  boolean has(String key) {
    return values.has(key);
  }

  /** The value of the first of these keys that is there. */
  Optional<String> first(String... keys) {
    for (String key : keys) {
      if (has(key)) {
        return Optional.of(text(key));
      }
    }
    return Optional.empty();
  }

  String text(String key) {
    return value(key).asText();
  }

  Secret secret(String key) {
    return new Secret(text(key));
  }

  int integer(String key) {
    return value(key).asInt();
  }

  double number(String key) {
    return value(key).asDouble();
  }

  boolean flag(String key) {
    return value(key).asBoolean();
  }

  /** A file's path, as written: absolute, or relative to the configuration file's directory. */
  Optional<Path> path(String key) {
    return first(key).map(Path::of);
  }

  /** A duration such as 500ms, 15s, 10m or 1h. */
  Duration duration(String key) {
    String text = text(key);
    return text.endsWith("ms")
        ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
        : Duration.parse("PT" + text);
  }

  private JsonNode value(String key) {
    return has(key) ? values.get(key) : schema.property(rules, key).path("default");
  }
}

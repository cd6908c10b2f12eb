// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import java.util.Map;
import java.util.stream.IntStream;

/** Says in one line per key where a file differs from the schema. */
final class SchemaCheck {
  private static final int LONGEST = 80;

  private final ConfigSchema schema;
  private final References references;
  private final Mistakes mistakes;

  SchemaCheck(ConfigSchema schema, References references, Mistakes mistakes) {
    this.schema = schema;
    this.references = references;
    this.mistakes = mistakes;
  }

  void check(JsonNode file) {
    for (ValidationMessage difference : schema.differences(file)) {
      JsonNodePath path = difference.getInstanceLocation();
      JsonNode rules = schema.at(path);
      String key = dotted(path);
      switch (difference.getMessageKey()) {
        case "required" -> {
          String name = difference.getProperty();
          mistakes.add(
              key.isEmpty() ? name : key + "." + name,
              "expected " + title(schema.property(rules, name)) + ", found nothing; add the key");
        }
        case "additionalProperties" -> {
          String name = difference.getProperty();
          mistakes.add(
              key + "." + name, "expected one of " + keys(rules) + ", found an unknown key");
        }
        default ->
            mistakes.add(
                key,
                "expected "
                    + title(rules)
                    + ", found "
                    + found(key, rules, difference.getInstanceNode()));
      }
    }
  }

  private String found(String key, JsonNode rules, JsonNode value) {
    if (value.isObject()) {
      return "a mapping";
    }
    if (value.isArray()) {
      return "a list";
    }
    if (value.asText().isEmpty()) {
      return "an empty text";
    }
    if (rules.path("writeOnly").asBoolean() || rules.path("type").asText().equals("object")) {
      return "another value";
    }
    if (references.of(key) != null) {
      return "another value behind " + references.of(key);
    }
    return shown(value.asText());
  }

  /** A value that is no secret by itself, without what may be one inside an address. */
  static String shown(String value) {
    String masked = value.replaceAll("//.*@", "//***@");
    return masked.length() > LONGEST
        ? "\"" + masked.substring(0, LONGEST) + "...\""
        : "\"" + masked + "\"";
  }

  private static String title(JsonNode rules) {
    return rules.path("title").asText();
  }

  private static String keys(JsonNode rules) {
    return rules.path("properties").properties().stream()
        .map(Map.Entry::getKey)
        .collect(joining(", "));
  }

  private static String dotted(JsonNodePath path) {
    return IntStream.range(0, path.getNameCount())
        .mapToObj(i -> String.valueOf(path.getElement(i)))
        .collect(joining("."));
  }
}

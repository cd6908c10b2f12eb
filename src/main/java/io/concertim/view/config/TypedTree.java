// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Gives the texts of the file the types that the schema names; what does not fit stays a text. */
final class TypedTree {
  private static final Set<String> TRUE = Set.of("true", "yes", "on");
  private static final Set<String> FALSE = Set.of("false", "no", "off");

  private final ConfigSchema schema;
  private final References references;

  TypedTree(ConfigSchema schema, References references) {
    this.schema = schema;
    this.references = references;
  }

  /** The file as a tree to validate; empty values are left out, unknown keys stay as they are. */
  ObjectNode of(Map<?, ?> file) {
    return block(schema.root(), "", file);
  }

  private ObjectNode block(JsonNode rules, String prefix, Map<?, ?> values) {
    ObjectNode block = JsonNodeFactory.instance.objectNode();
    values.forEach(
        (name, value) -> {
          if (value != null) {
            String key = String.valueOf(name);
            block.set(key, node(schema.property(rules, key), prefix + key, value));
          }
        });
    return block;
  }

  private JsonNode node(JsonNode rules, String key, Object value) {
    if (value instanceof Map<?, ?> values) {
      return block(rules, key + ".", values);
    }
    if (value instanceof List<?>) {
      return JsonNodeFactory.instance.arrayNode();
    }
    String text = String.valueOf(value);
    return rules.isMissingNode()
        ? TextNode.valueOf(text)
        : scalar(rules, references.resolve(key, text));
  }

  private static JsonNode scalar(JsonNode rules, String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    return switch (rules.path("type").asText()) {
      case "integer" ->
          plain.matches("-?[0-9]{1,18}")
              ? LongNode.valueOf(Long.parseLong(plain))
              : TextNode.valueOf(text);
      case "number" ->
          plain.matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?")
              ? DecimalNode.valueOf(new BigDecimal(plain))
              : TextNode.valueOf(text);
      case "boolean" ->
          TRUE.contains(plain) || FALSE.contains(plain)
              ? BooleanNode.valueOf(TRUE.contains(plain))
              : TextNode.valueOf(text);
      default -> TextNode.valueOf(canonical(rules.path("enum"), text));
    };
  }

  private static String canonical(JsonNode choices, String text) {
    for (JsonNode choice : choices) {
      if (choice.textValue().equalsIgnoreCase(text.strip())) {
        return choice.textValue();
      }
    }
    return text;
  }
}

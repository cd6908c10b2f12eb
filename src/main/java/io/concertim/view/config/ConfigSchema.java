// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;

/** The schema of the configuration file, {@code config.schema.json}: one source for all rules. */
final class ConfigSchema {
  private final JsonNode root;

  ConfigSchema() {
    try (InputStream json = ConfigSchema.class.getResourceAsStream("/config.schema.json")) {
      root = new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("config.schema.json of this program cannot be read", e);
    }
  }

  /** What the file as a whole must be. */
  JsonNode root() {
    return root;
  }

  /**
   * What a key of a block must be, references resolved; a missing node if the key is unknown. In a
   * block whose keys are names, all keys must be the same.
   */
  JsonNode property(JsonNode block, String key) {
    JsonNode named = block.path("additionalProperties");
    JsonNode property = named.isObject() ? named : block.path("properties").path(key);
    if (!property.has("$ref")) {
      return property;
    }
    ObjectNode resolved = root.at(property.get("$ref").textValue().substring(1)).deepCopy();
    property.properties().forEach(field -> resolved.set(field.getKey(), field.getValue()));
    return resolved;
  }

  /** What the key at a path must be; a missing node if it is unknown. */
  JsonNode at(JsonNodePath path) {
    JsonNode node = root;
    for (int i = 0; i < path.getNameCount(); i++) {
      node = property(node, String.valueOf(path.getElement(i)));
    }
    return node;
  }

  /** Everything in which a file differs from the schema. */
  Set<ValidationMessage> differences(JsonNode file) {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(root).validate(file);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigSampleTest {
  private static final Path SAMPLE = Path.of("etc", "config-sample.yaml");

  /** Stands for the keys of a block whose keys are names. */
  private static final String ANY_NAME = "NAME";

  private final ConfigSchema schema = new ConfigSchema();
  private final Map<String, JsonNode> rules = new TreeMap<>();
  private Map<?, ?> complete;
  @TempDir Path directory;

  @BeforeEach
  void takeTheSampleWithAllItsKeysSwitchedOn() throws Exception {
    collect("", schema.root());
    String text = Files.readString(SAMPLE).replaceAll("(?m)^( *)#([a-z0-9_]+:)", "$1$2");
    complete = YamlText.read(Files.writeString(directory.resolve("complete.yaml"), text));
  }

  @Test
  void loads() throws Exception {
    assertEquals(LogLevel.INFO, ConfigFile.load(SAMPLE, Map.of()).logLevel());
  }

  @Test
  void showsEveryKeyOfTheSchema() {
    rules.keySet().forEach(key -> assertTrue(isShown(key), key));
  }

  @Test
  void showsTheDefaults() {
    rules.forEach(
        (key, rule) -> {
          if (rule.has("default") && !rule.get("default").isObject()) {
            assertEquals(rule.get("default").asText(), value(key), key);
          }
        });
  }

  @Test
  void theSchemaDescribesEveryKey() {
    rules.forEach(
        (key, rule) -> {
          assertFalse(rule.path("title").asText().isEmpty(), key);
          assertFalse(rule.path("description").asText().isEmpty(), key);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "  concertim_url: \"https://host.concertim\"\n",
        "  concertim_password: \"password\"\n",
        "  api_host: \"http://host.killbill:8080\"\n",
        "  apikey: \"key\"\n",
        "  apisecret: \"secret\"\n"
      })
  void keepsWhatTheSuitesInstallerReplaces(String line) throws Exception {
    assertTrue(Files.readString(SAMPLE).contains(line));
  }

  private void collect(String prefix, JsonNode block) {
    if (block.path("additionalProperties").isObject()) {
      collect(prefix + ANY_NAME + ".", schema.property(block, ANY_NAME));
    }
    block
        .path("properties")
        .fieldNames()
        .forEachRemaining(
            name -> {
              JsonNode rule = schema.property(block, name);
              rules.put(prefix + name, rule);
              collect(prefix + name + ".", rule);
            });
  }

  private boolean isShown(String key) {
    return value(key) != null;
  }

  private Object value(String key) {
    return value(complete, List.of(key.split("\\.", -1)));
  }

  private static Object value(Object value, List<String> path) {
    if (path.isEmpty() || !(value instanceof Map<?, ?> block)) {
      return path.isEmpty() ? value : null;
    }
    List<String> rest = path.subList(1, path.size());
    return path.get(0).equals(ANY_NAME)
        ? block.values().stream()
            .map(one -> value(one, rest))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null)
        : value(block.get(path.get(0)), rest);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * docs/configuration.md is made from config.schema.json. To write it anew: {@code ./mvnw test
 * -Dtest=ConfigReferenceTest -Dview.docs=write}.
 */
class ConfigReferenceTest {
  private static final Path PAGE = Path.of("docs", "configuration.md");

  /** Stands for the keys of a block whose keys are names. */
  private static final String ANY_NAME = "NAME";

  private final ConfigSchema schema = new ConfigSchema();
  private final StringBuilder page = new StringBuilder();

  @Test
  void tellsOfEveryKeyWhatTheSchemaDoes() throws IOException {
    introduce();
    table("The file", "", schema.root());
    if ("write".equals(System.getProperty("view.docs"))) {
      Files.writeString(PAGE, page);
    }
    assertEquals(Files.readString(PAGE), page.toString());
  }

  private void introduce() {
    page.append(
        """
        # Configuration

        Made from `src/main/resources/config.schema.json` by `ConfigReferenceTest`; change the schema, not this page.

        The program reads the suite's `config.yaml` (`--config`) once, when it starts. It reports all mistakes at once,
        each in one line with the key, what was expected and what was found, and exits with 2. Keys that only other
        services of the suite read are ignored; under `view` and `tls` an unknown key is a mistake.
        [`etc/config-sample.yaml`](../etc/config-sample.yaml) shows every key in place.

        The value of any key may be `"${env:NAME}"`, an environment variable, or `"${file:PATH}"`, the content of a
        file; the Python services of the suite do not know these two. Durations are written as `500ms`, `15s`, `10m`
        or `1h`.

        A key in **bold** is needed.
        """);
  }

  private void table(String title, String prefix, JsonNode block) {
    List<Runnable> inner = new ArrayList<>();
    Set<String> needed = new HashSet<>();
    block.path("required").forEach(name -> needed.add(name.asText()));
    page.append("\n## ").append(title).append("\n\n");
    if (!prefix.isEmpty()) {
      page.append(block.path("description").asText()).append("\n\n");
    }
    page.append("| key | value | default | meaning |\n|---|---|---|---|\n");
    block
        .path("properties")
        .fieldNames()
        .forEachRemaining(
            name -> {
              JsonNode rule = schema.property(block, name);
              String key = prefix + name;
              row(needed.contains(name) ? "**`" + name + "`**" : "`" + name + "`", key, rule);
              if (rule.has("properties")) {
                inner.add(() -> table("`" + key + "`", key + ".", rule));
              }
              if (isNamed(rule)) {
                String one = key + "." + ANY_NAME;
                inner.add(() -> table("`" + one + "`", one + ".", schema.property(rule, ANY_NAME)));
              }
            });
    inner.forEach(Runnable::run);
  }

  private void row(String name, String key, JsonNode rule) {
    boolean isBlock = rule.has("properties") || isNamed(rule);
    String block = isNamed(rule) ? key + "." + ANY_NAME : key;
    page.append("| ")
        .append(name)
        .append(" | ")
        .append(isBlock ? "[`" + block + "`](#" + anchor(block) + ")" : cell(rule.path("title")))
        .append(rule.path("writeOnly").asBoolean() ? "; a secret" : "")
        .append(" | ")
        .append(rule.has("default") && !isBlock ? "`" + rule.path("default").asText() + "`" : "")
        .append(" | ")
        .append(cell(rule.path("description")))
        .append(" |\n");
  }

  /** As Markdown's readers name a heading. */
  private static String anchor(String key) {
    return key.replace(".", "").toLowerCase(Locale.ROOT);
  }

  /** Whether the keys of a block are names. */
  private static boolean isNamed(JsonNode rule) {
    return rule.path("additionalProperties").isObject();
  }

  private static String cell(JsonNode text) {
    return text.asText().replace("|", "\\|").replace("\n", " ");
  }
}

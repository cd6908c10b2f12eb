// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concertim.view.text.Redaction;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads the suite's configuration file.
 *
 * <p>Files made for the Python services work unchanged; keys of the other services are passed over.
 */
public final class ConfigFile {
  private ConfigFile() {}

  /**
   * Reads and checks a file, and what it refers to.
   *
   * @param file YAML file in the suite's format
   * @param environment variables that {@code ${env:NAME}} values may name, and by which
   *     openstacksdk finds its clouds.yaml
   * @return the configuration, defaults filled in
   * @throws ConfigException with all mistakes, one line each
   */
  public static ViewConfig load(Path file, Map<String, String> environment) throws ConfigException {
    Path directory = file.toAbsolutePath().getParent();
    Mistakes mistakes = new Mistakes(file);
    References references = new References(directory, environment, mistakes);
    ConfigSchema schema = new ConfigSchema();

    Map<?, ?> keys = new CloudsFile(directory, environment, mistakes).into(YamlText.read(file));
    ObjectNode tree = new TypedTree(schema, references).of(keys);
    if (!tree.has("message_queue")) {
      tree.remove("rmq");
    }
    if (tree.path("billing_platform").asText().equals("none")) {
      tree.remove("killbill");
    }
    Block root = new Block(schema, schema.root(), tree);
    new SchemaCheck(schema, references, mistakes).check(tree);
    new CrossCheck(mistakes, new TlsCheck(directory, mistakes)).check(root);
    mistakes.throwIfAny();
    ViewConfig config = new ConfigRecords(directory).of(root);
    Redaction.hide("configuration", config.secrets().stream().map(Secret::reveal).toList());
    return config;
  }
}

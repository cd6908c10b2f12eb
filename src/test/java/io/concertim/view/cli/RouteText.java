package io.concertim.view.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** One of the built-in route files as text. */
record RouteText(String name, List<String> lines, JsonNode content) {
  private static final Path FOLDER = Path.of("src", "main", "resources", "routes");

  /** An endpoint of a route: where it is used, and its URI with all its parameters. */
  record Use(String by, String uri, Map<String, String> parameters) {
    String scheme() {
      return uri.replaceFirst(":.*", "");
    }

    String full() {
      if (parameters.isEmpty()) {
        return uri;
      }
      List<String> pairs = new ArrayList<>();
      parameters.forEach((key, value) -> pairs.add(key + "=" + value));
      return uri + "?" + String.join("&", pairs);
    }
  }

  static List<RouteText> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().map(RouteText::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RouteText read(Path file) {
    try {
      return new RouteText(
          file.getFileName().toString(),
          Files.readAllLines(file),
          new YAMLMapper().readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<JsonNode> routes() {
    List<JsonNode> routes = new ArrayList<>();
    content.forEach(item -> routes.add(item.path("route")));
    routes.removeIf(JsonNode::isMissingNode);
    return routes;
  }

  /** Every endpoint that the file names. */
  List<Use> endpoints() {
    List<Use> uses = new ArrayList<>();
    walk(
        content,
        (key, value) -> {
          boolean block = value.path("uri").isTextual();
          if (block || (List.of("to", "toD").contains(key) && value.isTextual())) {
            String uri = block ? value.path("uri").asText() : value.asText();
            uses.add(new Use(key, uri, parameters(value.path("parameters"))));
          } else if (value.path("constant").asText().matches("direct:.*")) {
            uses.add(new Use(key, value.path("constant").asText(), Map.of()));
          }
        });
    return uses;
  }

  private static Map<String, String> parameters(JsonNode block) {
    Map<String, String> parameters = new TreeMap<>();
    block.properties().forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
    return parameters;
  }

  /** Every object that the file expects to find by name. */
  List<String> beans() {
    List<String> names = new ArrayList<>();
    walk(
        content,
        (key, value) -> {
          if (List.of("ref", "executorService", "aggregationStrategy", "onExceptionOccurredRef")
              .contains(key)) {
            names.add(value.asText());
          } else if (value.isTextual() && value.asText().startsWith("#")) {
            names.add(value.asText().substring(1));
          }
        });
    return names;
  }

  private static void walk(JsonNode node, BiConsumer<String, JsonNode> visit) {
    node.properties()
        .forEach(
            entry -> {
              visit.accept(entry.getKey(), entry.getValue());
              walk(entry.getValue(), visit);
            });
    if (node.isArray()) {
      node.forEach(item -> walk(item, visit));
    }
  }

  @Override
  public String toString() {
    return name;
  }
}

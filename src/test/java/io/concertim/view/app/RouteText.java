// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.concertim.view.queue.work.ReadTask;
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
import java.util.stream.StreamSupport;

/**
 * A route file as text, one of the built-in ones or an example.
 *
 * @param content as it is written
 */
record RouteText(String name, List<String> lines, JsonNode content) {
  private static final Path FOLDER = Path.of("src", "main", "resources", "routes");
  private static final String SERVICE = "${exchangeProperty.service}";
  private static final String TARGET = "${exchangeProperty.target.name}";
  private static final List<String> SYSTEMS = List.of("concertim", "openstack", "killbill");
  private static final String ENRICHED_BY = "/expression/constant/expression";

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
    return in(FOLDER);
  }

  /** Those of docs/routes.md. */
  static List<RouteText> examples() {
    return in(Path.of("docs", "examples", "routes"));
  }

  private static List<RouteText> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
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

  /** Its routes, those that it makes of templates as well. */
  List<JsonNode> routes() {
    List<JsonNode> routes = new ArrayList<>();
    for (JsonNode item : content) {
      if (item.has("route")) {
        routes.add(item.path("route"));
      } else if (item.has("templatedRoute")) {
        routes.add(made(item.path("templatedRoute")));
      }
    }
    return routes;
  }

  private static JsonNode made(JsonNode use) {
    String template =
        all().stream()
            .flatMap(file -> StreamSupport.stream(file.content.spliterator(), false))
            .map(item -> item.path("routeTemplate"))
            .filter(item -> item.path("id").equals(use.path("routeTemplateRef")))
            .findFirst()
            .orElseThrow()
            .path("route")
            .toString();
    for (JsonNode parameter : use.path("parameters")) {
      template =
          template.replace(
              "{{" + parameter.path("name").asText() + "}}", parameter.path("value").asText());
    }
    try {
      ObjectNode route = (ObjectNode) new ObjectMapper().readTree(template);
      return route.set("id", use.path("routeId"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its routes and what else it has, but no templates. */
  private JsonNode effective() {
    ArrayNode all = new ObjectMapper().createArrayNode();
    content.forEach(
        item -> {
          if (!item.has("route") && !item.has("templatedRoute") && !item.has("routeTemplate")) {
            all.add(item);
          }
        });
    return all.addAll(routes());
  }

  /** Every endpoint that the file names. */
  List<Use> endpoints() {
    return endpoints(effective());
  }

  /** Every endpoint that these routes or steps name. */
  static List<Use> endpoints(JsonNode steps) {
    List<Use> uses = new ArrayList<>();
    walk(
        steps,
        (key, value) -> {
          if (value.path("uri").isTextual()) {
            uses.add(
                new Use(key, value.path("uri").asText(), parameters(value.path("parameters"))));
          } else if (value.at(ENRICHED_BY).asText().matches("direct:.*")) {
            uses.add(new Use(key, value.at(ENRICHED_BY).asText(), Map.of()));
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
        effective(),
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

  /** The addresses that a dynamic one may become. */
  static Stream<String> targets(String uri) {
    if (uri.contains("${exchangeProperty.task.route}")) {
      return ReadTask.routes().map(route -> "direct:" + route);
    }
    if (uri.contains("${body.service}")) {
      return ReadTask.services().map(service -> uri.replace("${body.service}", service));
    }
    return uri.contains("${exchangeProperty.system}")
        ? SYSTEMS.stream().map(system -> uri.replace("${exchangeProperty.system}", system))
        : Stream.of(uri);
  }

  /**
   * The names that a name stands for: one for each service where it holds the service's, and that
   * of the lab where it holds a target's.
   */
  static Stream<String> ofEveryService(String name) {
    if (name.contains(TARGET)) {
      return Stream.of(name.replace(TARGET, "hook"));
    }
    return name.contains(SERVICE)
        ? Stream.of("identity", "compute", "orchestration", "volume", "network")
            .map(service -> name.replace(SERVICE, service))
        : Stream.of(name);
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

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The pictures of docs/architecture.md. To write the one that is made from the routes: {@code
 * ./mvnw test -Dtest=RoutePictureTest -Dview.docs=write}.
 */
class RoutePictureTest {
  private static final Path PAGE = Path.of("docs", "architecture.md");
  private static final Pattern MADE =
      Pattern.compile("(?s)(?<=<!-- made from the routes -->\n).*?(?=<!-- end -->)");

  /** Joined with every other file, which would hide the rest of the picture. */
  private static final String LEFT_OUT = "calls";

  /** What is outside, by its address or the scheme of that. */
  private static final Map<String, String> OUTSIDE =
      Map.of(
          "spring-rabbitmq", "rabbitmq([RabbitMQ])",
          "quartz", "quartz([interval or cron])",
          "http", "http([the three systems])",
          "http:notify", "receivers([whom view.notify names])",
          "file", "file[(data directory)]");

  @Test
  void isMadeFromTheRoutes() throws IOException {
    String page = Files.readString(PAGE);
    String picture =
        "```mermaid\nflowchart LR\n"
            + edges().stream().map(edge -> "  " + edge + "\n").collect(joining())
            + "```\n";
    String expected = MADE.matcher(page).replaceFirst(picture);
    if ("write".equals(System.getProperty("view.docs"))) {
      Files.writeString(PAGE, expected);
    }
    assertEquals(
        expected,
        Files.readString(PAGE),
        "write it: ./mvnw test -Dtest=RoutePictureTest -Dview.docs=write");
  }

  @Test
  void namesInTheOverviewTheFilesThatThereAre() throws IOException {
    Set<String> named =
        Pattern.compile("\\[([a-z-]+): ")
            .matcher(Files.readString(PAGE))
            .results()
            .map((MatchResult found) -> found.group(1))
            .collect(toCollection(TreeSet::new));

    assertEquals(new TreeSet<>(Set.of("notifications", "view-queue", "view-sync")), named);
    named.removeAll(RouteText.all().stream().map(RoutePictureTest::file).toList());
    assertEquals(Set.of(), named);
  }

  private static String file(RouteText file) {
    return file.name().replace(".camel.yaml", "");
  }

  /** Which file sends to which, in the notation of Mermaid. */
  private static Set<String> edges() {
    Map<String, String> fileOf = new HashMap<>();
    for (RouteText file : RouteText.all()) {
      for (JsonNode route : file.routes()) {
        fileOf.put(withoutOptions(route.path("from").path("uri").asText()), file(file));
      }
    }
    Set<String> edges = new TreeSet<>();
    for (RouteText file : RouteText.all()) {
      for (RouteText.Use use : file.endpoints()) {
        String outside = OUTSIDE.getOrDefault(use.uri(), OUTSIDE.get(use.scheme()));
        if (use.by().equals("from")) {
          edges.add(outside == null ? "" : outside + " --> " + file(file));
        } else if (outside != null) {
          edges.add(file(file) + " --> " + outside);
        } else {
          RouteText.targets(withoutOptions(use.uri()))
              .map(fileOf::get)
              .filter(to -> to != null && !to.equals(file(file)) && !to.equals(LEFT_OUT))
              .forEach(to -> edges.add(file(file) + " --> " + to));
        }
      }
    }
    edges.removeIf(edge -> edge.isEmpty() || edge.startsWith(LEFT_OUT + " "));
    RouteContract contract = new RouteContract();
    assertEquals(Set.of("add", "adopt"), contract.calls().get("readQueue"));
    edges.add("notifications -. what to read .-> view-queue"); // by the queue in memory
    return edges;
  }

  private static String withoutOptions(String uri) {
    return uri.replaceFirst("[?].*", "");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.Handler;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/route-reference.md is made from the routes and the Java that they call. To write it: {@code
 * ./mvnw test -Dtest=RouteReferenceTest -Dview.docs=write}.
 */
class RouteReferenceTest {
  private static final Path PAGE = Path.of("docs", "route-reference.md");

  @TempDir private Path folder;
  private final RouteContract contract = new RouteContract();
  private final Map<String, JavaSource> sources = new TreeMap<>();
  @AutoClose private LabView view;

  @BeforeEach
  void load() throws Exception {
    view = new LabView(folder, LabView::complete);
    JavaSource.all().forEach(source -> sources.put(source.name(), source));
  }

  @Test
  void tellsOfEveryRouteEveryObjectAndEveryProperty() throws Exception {
    StringBuilder page = new StringBuilder();
    introduce(page);
    RouteText.all().forEach(file -> routes(page, file));
    objects(page);
    properties(page);
    if ("write".equals(System.getProperty("view.docs"))) {
      Files.writeString(PAGE, page);
    }
    assertEquals(
        Files.readString(PAGE),
        page.toString(),
        "write it: ./mvnw test -Dtest=RouteReferenceTest -Dview.docs=write");
  }

  private static void introduce(StringBuilder page) {
    page.append(
        """
        # Route reference

        Made from `src/main/resources/routes` and the Java that the routes call, by `RouteReferenceTest`; change those, not this
        page. [routes.md](routes.md) is the guide.
        """);
  }

  private static void routes(StringBuilder page, RouteText file) {
    page.append("\n## `").append(file.name()).append("`\n\n");
    file.lines().stream()
        .takeWhile(line -> line.startsWith("#"))
        .forEach(line -> page.append(line.substring(2)).append('\n'));
    page.append("\n| route | from | what it does | sends to |\n|---|---|---|---|\n");
    for (JsonNode route : file.routes()) {
      row(
          page,
          "`" + route.path("id").asText() + "`",
          "`" + route.path("from").path("uri").asText() + "`",
          route.path("description").asText(),
          RouteText.endpoints(route).stream()
              .filter(use -> !use.by().equals("from"))
              .map(use -> "`" + use.uri().replaceFirst("[?].*", "") + "`")
              .distinct()
              .collect(joining(", ")));
    }
  }

  private void objects(StringBuilder page) {
    page.append(
        """

        ## Objects

        What a route may call, by the name that it is bound to.

        | object | what it is | methods that routes call |
        |---|---|---|
        """);
    RouteContract.bound(view.context())
        .forEach(
            (name, type) -> {
              JavaSource source = sources.get(type.getSimpleName());
              row(
                  page,
                  "`" + name + "`",
                  "`" + type.getSimpleName() + "`: " + source.summary(),
                  contract.calls().getOrDefault(name, Set.of()).stream()
                      .map(method -> method(source, type, method))
                      .collect(joining("<br>")));
            });
  }

  private static String method(JavaSource source, Class<?> type, String method) {
    String name =
        method.isEmpty()
            ? Arrays.stream(type.getMethods())
                .filter(one -> one.isAnnotationPresent(Handler.class))
                .map(Method::getName)
                .findFirst()
                .orElseThrow()
            : method;
    String summary = source.summary(name);
    return "`" + name + "`" + (summary.isEmpty() ? "" : ": " + summary);
  }

  private void properties(StringBuilder page) {
    page.append(
        """

        ## Exchange properties

        What goes with an exchange from step to step: routes by their id, Java by class and method.

        | property | set by | read by |
        |---|---|---|
        """);
    for (String property : contract.properties()) {
      row(
          page,
          "`" + property + "`",
          String.join(", ", contract.setBy().getOrDefault(property, Set.of())),
          String.join(", ", contract.readBy().getOrDefault(property, Set.of())));
    }
  }

  private static void row(StringBuilder page, String... cells) {
    page.append("| ")
        .append(String.join(" | ", List.of(cells)).replaceAll("\\n\\s*", " "))
        .append(" |\n");
  }
}

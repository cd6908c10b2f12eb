// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;

/** What ties routes to Java: the methods that they call, and the properties that they share. */
final class RouteContract {
  private static final Pattern READ = Pattern.compile("\\$\\{exchangeProperty\\.(\\w+)");
  private static final Pattern CALLED = Pattern.compile("\\$\\{bean:(\\w+)\\?method=(\\w+)}");

  /** By object, the methods that routes name; a call that names none has its handler. */
  private final Map<String, Set<String>> calls = new TreeMap<>();

  private final Map<String, Set<String>> setBy = new TreeMap<>();
  private final Map<String, Set<String>> readBy = new TreeMap<>();

  RouteContract() {
    for (RouteText file : RouteText.all()) {
      file.routes().forEach(route -> scan(route, "`" + route.path("id").asText() + "`"));
      file.content()
          .forEach(item -> scan(item.path("routeConfiguration"), "`" + file.name() + "`"));
    }
    for (JavaSource source : JavaSource.all()) {
      for (JavaSource.Access access : source.accesses()) {
        add(access.sets() ? setBy : readBy, access.property(), access.by());
      }
    }
  }

  private static void add(Map<String, Set<String>> to, String key, String value) {
    to.computeIfAbsent(key, k -> new TreeSet<>()).add(value);
  }

  private void scan(JsonNode node, String route) {
    walk(
        node,
        (key, value) -> {
          if (value.has("ref") && Set.of("bean", "method").contains(key)) {
            add(calls, value.path("ref").asText(), value.path("method").asText());
          }
          if (key.equals("setProperty")) {
            add(setBy, value.path("name").asText(), route);
          }
          if (value.isTextual()) {
            matches(READ, value).forEach(read -> add(readBy, read.group(1), route));
            matches(CALLED, value).forEach(call -> add(calls, call.group(1), call.group(2)));
          }
        });
  }

  private static List<MatchResult> matches(Pattern pattern, JsonNode text) {
    return pattern.matcher(text.asText()).results().toList();
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

  Map<String, Set<String>> calls() {
    return calls;
  }

  Map<String, Set<String>> setBy() {
    return setBy;
  }

  Map<String, Set<String>> readBy() {
    return readBy;
  }

  Set<String> properties() {
    Set<String> all = new TreeSet<>(setBy.keySet());
    all.addAll(readBy.keySet());
    return all;
  }

  /** The objects of this program that a route may name, by name. */
  static Map<String, Class<?>> bound(CamelContext context) {
    Map<String, Class<?>> bound = new TreeMap<>();
    context
        .getRegistry()
        .findByTypeWithName(Object.class)
        .forEach(
            (name, object) -> {
              if (object.getClass().getName().startsWith("io.concertim.view.")
                  && !(object instanceof HealthCheck)) {
                bound.put(name, object.getClass());
              }
            });
    return bound;
  }
}

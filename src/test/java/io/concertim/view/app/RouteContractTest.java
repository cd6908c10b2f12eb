// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes and the Java that they call agree on methods, objects and exchange properties. */
class RouteContractTest {
  /** For routes of the operator's own, and for tests. */
  private static final Set<String> OFFERED = Set.of("json", "sharedState");

  @TempDir private Path folder;
  private final RouteContract contract = new RouteContract();
  @AutoClose private LabView view;
  private Map<String, Class<?>> bound;

  @BeforeEach
  void load() throws Exception {
    view = new LabView(folder, LabView::complete);
    bound = RouteContract.bound(view.context());
  }

  @Test
  void everyPropertyThatIsReadIsSetSomewhere() {
    Map<String, Set<String>> never = new TreeMap<>(contract.readBy());
    never.keySet().removeAll(contract.setBy().keySet());

    assertEquals(Map.of(), never);
  }

  @Test
  void everyPropertyThatIsSetIsReadSomewhere() {
    Map<String, Set<String>> never = new TreeMap<>(contract.setBy());
    never.keySet().removeAll(contract.readBy().keySet());

    assertEquals(Map.of(), never);
  }

  @Test
  void everyMethodThatIsMadeForRoutesIsUsedByOne() {
    Set<String> unused = new TreeSet<>();
    bound.forEach(
        (name, type) -> {
          Set<String> used = contract.calls().getOrDefault(name, Set.of());
          madeForRoutes(type)
              .filter(method -> !used.contains(method.getName()))
              .filter(method -> !(method.isAnnotationPresent(Handler.class) && used.contains("")))
              .forEach(method -> unused.add(name + "." + method.getName()));
        });

    assertEquals(Set.of(), unused);
  }

  @Test
  void everyObjectIsNamedByARoute() {
    Set<String> unused = new TreeSet<>(bound.keySet());
    for (RouteText file : RouteText.all()) {
      file.beans().stream().flatMap(RouteText::ofEveryService).forEach(unused::remove);
    }
    unused.removeAll(contract.calls().keySet());
    unused.removeAll(OFFERED);

    assertEquals(Set.of(), unused);
  }

  @Test
  void everyMethodThatARouteCallsIsThere() {
    Set<String> missing = new TreeSet<>();
    contract
        .calls()
        .forEach(
            (name, methods) -> {
              Set<String> there =
                  Arrays.stream(bound.get(name).getMethods())
                      .map(Method::getName)
                      .collect(toCollection(TreeSet::new));
              there.add(""); // the handler
              methods.stream()
                  .filter(method -> !there.contains(method))
                  .forEach(method -> missing.add(name + "." + method));
            });

    assertEquals(Set.of(), missing);
  }

  /** Methods with parameters that only a route can give. */
  private static Stream<Method> madeForRoutes(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isBridge())
        .filter(method -> !isOfCamelsInterface(type, method))
        .filter(
            method ->
                Arrays.asList(method.getParameterTypes()).contains(Exchange.class)
                    || Arrays.stream(method.getParameterAnnotations())
                        .flatMap(Arrays::stream)
                        .anyMatch(
                            a -> a.annotationType().getName().startsWith("org.apache.camel")));
  }

  /** Such as {@code aggregate} of an aggregation strategy. */
  private static boolean isOfCamelsInterface(Class<?> type, Method method) {
    return Arrays.stream(type.getInterfaces())
        .filter(one -> one.getName().startsWith("org.apache.camel."))
        .flatMap(one -> Arrays.stream(one.getMethods()))
        .anyMatch(
            one ->
                one.getName().equals(method.getName())
                    && Arrays.equals(one.getParameterTypes(), method.getParameterTypes()));
  }
}

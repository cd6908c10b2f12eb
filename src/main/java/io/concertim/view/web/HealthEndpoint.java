// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck.Result;
import org.apache.camel.health.HealthCheck.State;

/**
 * Camel's checks of one kind: {@code {"status":"DOWN","checks":[{"name":…,"status":"DOWN",
 * "detail":…,"remedy":…},…]}} with 200, or 503 if one of the checks is down.
 */
final class HealthEndpoint implements Endpoint {
  private final Supplier<CamelContext> context;
  private final Function<CamelContext, Collection<Result>> checks;

  HealthEndpoint(
      Supplier<CamelContext> context, Function<CamelContext, Collection<Result>> checks) {
    this.context = context;
    this.checks = checks;
  }

  @Override
  public Response answer(Request request) {
    CamelContext camel = context.get();
    if (camel == null) {
      return Response.json(503, Map.of("status", "DOWN", "checks", List.of()));
    }
    List<Result> results =
        checks.apply(camel).stream()
            .sorted(Comparator.comparing((Result result) -> result.getCheck().getId()))
            .toList();
    boolean up =
        !results.isEmpty() && results.stream().allMatch(result -> result.getState() == State.UP);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", up ? "UP" : "DOWN");
    body.put("checks", results.stream().map(HealthEndpoint::shown).toList());
    return Response.json(up ? 200 : 503, body);
  }

  private static Map<String, Object> shown(Result result) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", result.getCheck().getId());
    shown.put("status", result.getState());
    result.getMessage().ifPresent(detail -> shown.put("detail", detail));
    Object remedy = result.getDetails().get("remedy");
    if (remedy != null) {
      shown.put("remedy", remedy);
    }
    return shown;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.health;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;

/** Whether all routes run that should run. */
final class RoutesCheck {
  private final CamelContext context;

  RoutesCheck(CamelContext context) {
    this.context = context;
  }

  Finding look() {
    if (!context.isStarted()) {
      return Finding.ill("the program is " + context.getStatus(), "wait until it has started");
    }
    List<String> stopped =
        context.getRoutes().stream()
            .filter(route -> !Boolean.FALSE.equals(route.isAutoStartup()))
            .map(Route::getRouteId)
            .filter(route -> !context.getRouteController().getRouteStatus(route).isStarted())
            .sorted()
            .toList();
    return stopped.isEmpty()
        ? Finding.well(context.getRoutes().size() + " routes")
        : Finding.ill("these routes do not run: " + stopped, "see the log; restart the program");
  }
}

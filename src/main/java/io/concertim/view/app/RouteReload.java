// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import java.nio.file.Path;
import java.util.Collection;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a route file again when it is saved. Camel's own reload leaves out the routes that a file
 * makes of templates (RouteBuilder#updateRoutesToCamelContext of 4.22.0); this one does not.
 */
final class RouteReload extends RouteWatcherReloadStrategy {
  private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);

  RouteReload(Path directory) {
    super(directory.toString());
    setPattern("*.camel.yaml");
    setRemoveAllRoutes(false);
  }

  @Override
  protected void onRouteReload(Collection<Resource> resources, boolean removeEverything) {
    super.onRouteReload(resources, removeEverything);
    try {
      for (RoutesBuilder file :
          PluginHelper.getRoutesLoader(getCamelContext()).findRoutesBuilders(resources)) {
        if (file instanceof RouteBuilder builder) {
          replace(builder);
        }
      }
    } catch (Exception | StackOverflowError e) { // it can be nested that deep
      LOG.warn("a route file could not be loaded again: {}", e.toString());
    }
  }

  private void replace(RouteBuilder file) throws Exception {
    CamelContext context = getCamelContext();
    file.setCamelContext(context);
    file.configure();
    for (TemplatedRouteDefinition route : file.getTemplatedRouteCollection().getTemplatedRoutes()) {
      context.getRouteController().stopRoute(route.getRouteId());
      context.removeRoute(route.getRouteId());
    }
    file.addTemplatedRoutesToCamelContext(context);
  }
}

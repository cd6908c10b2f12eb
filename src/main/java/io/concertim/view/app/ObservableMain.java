// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/** A camel-main that Camel's own tools can be let at before it starts. */
final class ObservableMain extends Main {
  private ClassLoader tools;

  /** Lets them at it: Camel starts what it finds by this class loader. */
  void observe(ClassLoader loader) {
    tools = loader;
    addOverrideProperty("camel.main.devConsoleEnabled", "true");
    // Camel counts and times the exchanges of a route only where it can be managed.
    addOverrideProperty("camel.main.jmxEnabled", "true");
  }

  @Override
  protected CamelContext createCamelContext() {
    CamelContext context = super.createCamelContext();
    if (tools != null) {
      context.setApplicationContextClassLoader(tools);
    }
    return context;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.concertim.view.fuzz.FuzzTarget;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.ResourceHelper;

/** The input is a route file of the operator's directory: its routes are made, or it is refused. */
public final class RouteFileFuzz implements FuzzTarget {
  @Override
  public void accept(byte[] file) throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext();
        YamlRoutesBuilderLoader loader = new YamlRoutesBuilderLoader()) {
      loader.setCamelContext(camel);
      loader.start();
      try {
        RoutesBuilder routes =
            loader.loadRoutesBuilder(ResourceHelper.fromBytes("fuzz.camel.yaml", file));
        ((RouteBuilder) routes).configure();
      } catch (Exception | StackOverflowError e) {
        assertNotNull(e.toString()); // a start that fails says so in one line (ViewCommand)
      }
    }
  }
}

package io.concertim.view.metrics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
  @Test
  void showsTheMetersToPrometheus() throws IOException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.gauge("view.generation", 7);
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (MetricsServer server = new MetricsServer(anyPort, registry);
        InputStream body =
            URI.create("http://127.0.0.1:" + server.port() + "/metrics").toURL().openStream()) {
      String shown = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(shown.contains("view_generation 7.0"), shown);
    }
  }
}

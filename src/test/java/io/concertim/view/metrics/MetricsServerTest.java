package io.concertim.view.metrics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import io.concertim.view.source.CallCounts;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final CallCounts calls = new CallCounts();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ViewMetrics metrics =
      new ViewMetrics(
          registry, calls, List.of("compute", "killbill"), Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void showsTheAgeOfEachSourceAndWhatASyncCost() throws IOException {
    calls.of("compute").add(5);
    metrics.published(
        view(), Duration.ofMillis(1500), calls.since(Map.of("compute", 3L, "killbill", 0L)));

    String shown = scrape();

    assertLine(shown, "view_generation 7.0");
    assertLine(shown, "view_source_age_seconds{source=\"openstack\"} 30.0");
    assertLine(shown, "view_source_up{source=\"openstack\"} 1.0");
    assertLine(shown, "view_source_up{source=\"killbill\"} 0.0");
    assertLine(shown, "view_source_age_seconds{source=\"concertim\"} NaN");
    assertLine(shown, "view_api_calls_total{service=\"compute\"} 5.0");
    assertLine(shown, "view_sync_api_calls{service=\"compute\"} 2.0");
    assertLine(shown, "view_sync_duration_seconds 1.5");
    assertLine(shown, "view_deletions_held 2.0");
    assertLine(shown, "view_problems{effect=\"left_out\"} 1.0");
  }

  private static View view() {
    return new View(
        7,
        NOW,
        Map.of(
            Source.OPENSTACK,
            SourceStatus.completeAt(NOW.minusSeconds(30)),
            Source.KILLBILL,
            SourceStatus.failedAt(NOW, "down", null)),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(new Problem(Problem.Effect.LEFT_OUT, "server", "s1", "no flavor")),
        List.of(new HeldDeletion("server", List.of("s2", "s3"), "suddenly empty")));
  }

  private static void assertLine(String shown, String line) {
    assertTrue(shown.lines().anyMatch(line::equals), () -> line + " is not in:\n" + shown);
  }

  private String scrape() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (MetricsServer server = new MetricsServer(anyPort, registry);
        InputStream body =
            URI.create("http://127.0.0.1:" + server.port() + "/metrics").toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.metrics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.View;
import io.concertim.view.source.http.HttpCall;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewMetricsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private static final Map<Source, SourceStatus> SOURCES =
      Map.of(
          Source.OPENSTACK,
          SourceStatus.completeAt(NOW.minusSeconds(30)),
          Source.KILLBILL,
          SourceStatus.failedAt(NOW, "down", SourceStatus.completeAt(NOW.minusSeconds(90))));

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private static View view(List<Problem> problems, List<HeldDeletion> held) {
    return new View(
        7,
        NOW,
        SOURCES,
        Collections.nCopies(2, new Team(null, null, List.of(), List.of(), "", "", 0, 0, null)),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        problems,
        held);
  }

  private void assertShown(String line) {
    String shown = meters.scrape();
    assertTrue(shown.lines().anyMatch(line::equals), () -> line + " is not in:\n" + shown);
  }

  private ViewMetrics metrics() {
    return new ViewMetrics(meters, () -> SOURCES, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Test
  void showTheAgeAndTheStateOfEachSource() {
    metrics();
    assertShown("view_source_age_seconds{source=\"openstack\"} 30.0");
    assertShown("view_source_state{source=\"openstack\",state=\"ok\"} 1.0");
    assertShown("view_source_age_seconds{source=\"killbill\"} 90.0");
    assertShown("view_source_state{source=\"killbill\",state=\"ok\"} 0.0");
    assertShown("view_source_state{source=\"killbill\",state=\"stale\"} 1.0");
    assertShown("view_source_age_seconds{source=\"concertim\"} NaN");
    assertShown("view_source_state{source=\"concertim\",state=\"never\"} 1.0");
  }

  @Test
  void countWhatIsInTheViewAndForgetWhatIsNotAnyMore() {
    ViewMetrics metrics = metrics();
    metrics.published(
        view(
            List.of(
                new Problem(
                    Problem.Effect.LEFT_OUT, Problem.Cause.NO_FLAVOR, "server", "s1", "no flavor")),
            List.of(new HeldDeletion("server", List.of("s2", "s3"), "suddenly empty", null))));
    assertShown("view_generation 7.0");
    assertShown("view_objects{kind=\"team\",status=\"none\"} 2.0");
    assertShown("view_deletions_held 2.0");
    assertShown("view_problems{cause=\"no_flavor\",effect=\"left_out\",object=\"server\"} 1.0");

    metrics.published(view(List.of(), List.of()));

    assertShown("view_deletions_held 0.0");
    assertTrue(!meters.scrape().contains("view_problems{"), meters::scrape);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v2.1/servers/detail?all_tenants=1, GET servers/detail",
    "GET, /v2.1/servers/5e0, GET servers/{id}",
    "GET, /v1/p/stacks/web/57?x=/y, GET stacks/{id}",
    "GET, /v1/p/stacks/servers/57/resources?nested_depth=50, GET stacks/{id}/resources",
    "GET, /v3/p/volumes/detail, GET volumes/detail",
    "POST, /identity/v3/auth/tokens, POST tokens",
    "POST, /users/sign_in.json, POST users/sign_in.json",
    "GET, /1.0/kb/customFields/search/57, GET customFields/search/{id}",
    "GET, /who/knows, GET other"
  })
  void keepCallsByWhatTheyAreForAndNotByNamesAndIds(String method, String path, String operation) {
    new CallTimes(meters, List.of())
        .called(new HttpCall("compute", method, path, 200, Duration.ofMillis(30), false));
    assertShown(
        "view_api_call_duration_seconds_count{operation=\""
            + operation
            + "\",service=\"compute\",status=\"200\",system=\"openstack\"} 1");
  }

  @Test
  void countRefusedHostsBySystemFromZero() {
    CallTimes times = new CallTimes(meters, List.of("compute", "identity", "killbill"));
    for (boolean otherHost : List.of(true, false)) {
      times.called(new HttpCall("compute", "GET", "/v2.1", 302, Duration.ofMillis(1), otherHost));
    }
    assertShown("view_hosts_refused_total{system=\"openstack\"} 1.0");
    assertShown("view_hosts_refused_total{system=\"killbill\"} 0.0");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabNotification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/metrics.md, the dashboard and the alert rules against what a process shows. */
@Timeout(120)
class MetricsDocTest {
  private static final String STACK = "57000000-0000-4000-8000-0000000000a1";
  private static final String SERVER = "5e000000-0000-4000-8000-0000000000a2";
  private static final Pattern ROW =
      Pattern.compile("\\| `(?<name>view_\\w+)` \\| (?<type>\\w+) \\|(?<labels>[^|]*)\\|.*");
  private static final Pattern SOME_DRIFT =
      Pattern.compile("view_drift_repaired_total\\{.*} [1-9]");
  private static final Pattern DATABASE_CERTIFICATE =
      Pattern.compile("view_certificate_left_seconds\\{system=\"view.postgresql\"} [1-9]");
  private static final Pattern SELECTOR = Pattern.compile("(\\w+)(=~|!~|!=|=)\"([^\"]*)\"");
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\w+) (\\w+)");

  @TempDir private static Path folder;

  /** By metric: its type and, sorted, its labels. */
  private static final Map<String, String> exposed = new TreeMap<>();

  /** By metric and label, as {@code view_objects status}: the values of the label. */
  private static final Map<String, Set<String>> values = new TreeMap<>();

  private static final Set<String> operations = new TreeSet<>();

  /**
   * Something of everything: notifications, a dead letter, a change that no notification tells,
   * calls that fail.
   */
  @BeforeAll
  static void scrape() throws Exception {
    try (LabView view =
        new LabView(folder, config -> LabView.complete(config).set("view.interval", "1s"))) {
      view.context().start();
      await().atMost(60, SECONDS).until(() -> Files.exists(view.directory().viewJson()));
      view.lab().world().removeResource(STACK, "db");
      await().atMost(60, SECONDS).until(() -> SOME_DRIFT.matcher(view.scrape()).find());
      view.lab().faults().fail("/nova/.*/flavors/detail", Fault.status(503), 1);
      view.lab().faults().fail("/cinder/.*/volumes/detail", Fault.drop(), 1);
      Files.writeString(view.directory().resyncFlag(), " "); // all lists, those of flavors too
      for (String status : List.of("none", "503", "404")) {
        String label = "status=\"" + status + "\"";
        await().atMost(60, SECONDS).until(() -> view.scrape().contains(label));
      }
      view.publisher().send("nova", "notifications.info", "none");
      view.publisher().send(LabNotification.server("delete.end", SERVER, "deleted"));
      await().atMost(60, SECONDS).until(() -> view.scrape().contains("view_queue_reads_total{"));
      await().atMost(60, SECONDS).until(() -> DATABASE_CERTIFICATE.matcher(view.scrape()).find());
      read(view.scrape());
    }
  }

  private static void read(String scrape) {
    all(Pattern.compile("operation=\"([^\"]+)\""), scrape)
        .forEach(operation -> operations.add(operation.group(1)));
    Map<String, String> types = new TreeMap<>();
    all(TYPE, scrape).forEach(type -> types.put(type.group(1), type.group(2)));
    types.keySet().removeIf(name -> isMaximum(name, types));
    types.forEach((name, type) -> exposed.put(name, type + labels(name, scrape)));
    readValues(scrape);
  }

  private static boolean isMaximum(String name, Map<String, String> types) {
    return name.endsWith("_max")
        && "histogram".equals(types.get(name.substring(0, name.length() - 4)));
  }

  private static Set<String> labels(String name, String scrape) {
    Set<String> labels = new TreeSet<>();
    all(Pattern.compile("(?m)^" + name + "(?:_bucket|_count)?\\{(.*)} "), scrape)
        .forEach(
            line ->
                all(Pattern.compile("(\\w+)=\""), line.group(1))
                    .forEach(label -> labels.add(label.group(1))));
    labels.remove("le");
    return labels;
  }

  private static void readValues(String scrape) {
    all(Pattern.compile("(?m)^(view_\\w+)\\{(.*)} "), scrape)
        .forEach(
            line ->
                all(SELECTOR, line.group(2))
                    .forEach(
                        label ->
                            values
                                .computeIfAbsent(
                                    base(line.group(1)) + " " + label.group(1),
                                    none -> new TreeSet<>())
                                .add(label.group(3))));
  }

  private static String base(String name) {
    return exposed.containsKey(name) ? name : name.replaceFirst("_(bucket|count|sum|max)$", "");
  }

  private static Stream<MatchResult> all(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  @Test
  void theTableTellsOfEveryMetricItsTypeAndItsLabels() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("docs", "metrics.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        assertEquals(8, line.chars().filter(c -> c == '|').count(), line);
        Set<String> labels =
            all(Pattern.compile("`(\\w+)`"), row.group("labels"))
                .map(label -> label.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        documented.put(row.group("name"), row.group("type") + labels);
      }
    }
    assertEquals(lines(exposed), lines(documented));
  }

  private static String lines(Map<String, String> metrics) {
    return metrics.entrySet().stream().map(Object::toString).collect(Collectors.joining("\n"));
  }

  @Test
  void everyCallHasAnOperationOfItsOwn() {
    assertTrue(operations.contains("GET servers/detail"), operations::toString);
    operations.forEach(operation -> assertFalse(operation.endsWith("other"), operation));
  }

  @Test
  void theDashboardShowsWhatIsThere() throws IOException {
    JsonNode dashboard =
        new ObjectMapper().readTree(Path.of("etc", "grafana", "concertim-view.json").toFile());
    List<String> queries = dashboard.findValuesAsText("expr");
    assertFalse(queries.isEmpty());
    queries.forEach(MetricsDocTest::assertShown);
    Set<String> ids = new TreeSet<>(dashboard.path("panels").findValuesAsText("id"));
    assertEquals(dashboard.path("panels").size(), ids.size(), "every panel has its own id");
  }

  @Test
  void theDashboardShowsEveryMetric() throws IOException {
    String dashboard = Files.readString(Path.of("etc", "grafana", "concertim-view.json"));
    exposed.keySet().forEach(name -> assertTrue(dashboard.contains(name), name));
  }

  @Test
  void theAlertsWatchWhatIsThereAndSayWhatToDo() throws IOException {
    JsonNode rules =
        new YAMLMapper()
            .readTree(Path.of("etc", "prometheus", "alerts.yaml").toFile())
            .at("/groups/0/rules");
    List<String> runbooks = Files.readAllLines(Path.of("docs", "runbooks.md"));
    assertFalse(rules.isEmpty());
    for (JsonNode rule : rules) {
      assertShown(rule.path("expr").asText());
      assertTrue(rule.at("/labels/severity").asText().matches("critical|warning|info"));
      assertFalse(rule.at("/annotations/summary").asText().isEmpty(), rule::toString);
      assertFalse(rule.at("/annotations/description").asText().isEmpty(), rule::toString);
      String name = rule.path("alert").asText();
      assertEquals(
          "docs/runbooks.md#" + name.toLowerCase(Locale.ROOT),
          rule.at("/annotations/runbook_url").asText());
      assertTrue(runbooks.contains("## " + name), name);
    }
  }

  /** Every metric of the query is exposed, with the labels and the values that select of it. */
  private static void assertShown(String query) {
    all(Pattern.compile("(view_\\w+)(?:\\{([^}]*)})?"), query)
        .forEach(
            use -> {
              String name = base(use.group(1));
              assertTrue(exposed.containsKey(name), () -> name + " of " + query);
              String selectors = use.group(2) == null ? "" : use.group(2);
              all(SELECTOR, selectors).forEach(selector -> assertSelects(name, selector, query));
            });
  }

  /** Each value, or pattern of one, that a query names is that of a label which is exposed. */
  private static void assertSelects(String name, MatchResult selector, String query) {
    Set<String> known = values.getOrDefault(name + " " + selector.group(1), Set.of());
    boolean isPattern = selector.group(2).endsWith("~");
    List<String> wanted =
        isPattern ? List.of(selector.group(3).split("\\|", -1)) : List.of(selector.group(3));
    for (String value : wanted) {
      assertTrue(
          known.stream().anyMatch(isPattern ? one -> one.matches(value) : value::equals),
          () -> selector.group() + " of " + query + " selects nothing of " + known);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.concertim.view.config.ConfigFile;
import io.concertim.view.config.UsageException;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.model.layer.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be wrong with a route file and would show only when the route runs. */
class RouteFilesTest {
  /**
   * HttpComponent reads these two from the URI by itself (createConfiguredHttpClient), so the
   * catalog does not know them.
   */
  private static final Set<String> READ_BY_THE_HTTP_COMPONENT =
      Set.of("connectionRequestTimeout", "responseTimeout");

  private static final int LONGEST_FILE = 170;

  private static JsonSchema schema;
  private static JsonSchema canonical;
  private static CamelCatalog catalog;

  @BeforeAll
  static void open() throws IOException {
    schema = schema("/schema/camelYamlDsl.json");
    canonical = schema("/schema/camelYamlDsl-canonical.json");
    catalog = new DefaultCamelCatalog();
  }

  private static JsonSchema schema(String resource) throws IOException {
    try (InputStream in = RouteFilesTest.class.getResourceAsStream(resource)) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(in);
    }
  }

  static List<RouteText> files() {
    return RouteText.all();
  }

  @ParameterizedTest
  @MethodSource("files")
  void noRouteGoesByAClockThatCanBeSetBack(RouteText file) {
    String once = "uri: timer:\\S+\n +parameters: [{]delay: 0, repeatCount: 1[}]";
    assertFalse(
        String.join("\n", file.lines()).replaceAll(once, "").contains("uri: timer:"),
        "timer: would be silent for as long as the host's clock is set back; take scheduler:");
  }

  @Test
  void theProgramLoadsAllOfThemButThoseThatNobodyNeeds() throws UsageException {
    List<String> loaded = RouteFiles.of(ProcessName.VIEW, null).locations();
    assertEquals(
        files().stream()
            .map(file -> "classpath:routes/" + file.name())
            .filter(file -> !file.matches(".*/(notify|cluster|cluster-reads)[.]camel[.]yaml"))
            .sorted()
            .toList(),
        loaded.stream().sorted().toList());
  }

  @Test
  void theProgramLoadsThatOfNotificationsWhereSomebodyIsNotified(@TempDir Path folder)
      throws Exception {
    Path own = Files.createFile(folder.resolve("notify.camel.yaml"));
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      ViewConfig plain = ConfigFile.load(lab.config().write(folder), Map.of());
      ViewConfig notifying =
          ConfigFile.load(LabView.notifying(lab.config()).write(folder), Map.of());

      assertEquals(1, notifyFiles(ProcessName.VIEW_SYNC, folder, notifying));
      assertEquals(
          "file:" + own.toAbsolutePath(),
          RouteFiles.of(ProcessName.VIEW, folder, notifying).locations().stream()
              .filter(file -> file.endsWith("notify.camel.yaml"))
              .findFirst()
              .orElseThrow());
      assertEquals(0, notifyFiles(ProcessName.VIEW_SYNC, folder, plain));
      assertEquals(0, notifyFiles(ProcessName.VIEW_QUEUE, folder, notifying));
    }
  }

  @Test
  void theProgramLoadsThoseOfAClusterWhereThereIsOne(@TempDir Path folder) throws Exception {
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      ViewConfig config = ConfigFile.load(LabView.complete(lab.config()).write(folder), Map.of());

      assertEquals(List.of("cluster"), clusterFiles(ProcessName.VIEW_SYNC, config));
      assertEquals(
          List.of("cluster", "cluster-reads"), clusterFiles(ProcessName.VIEW_QUEUE, config));
    }
  }

  private static List<String> clusterFiles(ProcessName process, ViewConfig config)
      throws UsageException {
    return RouteFiles.of(process, null, config).locations().stream()
        .map(file -> file.replaceAll(".*/|[.]camel[.]yaml", ""))
        .filter(name -> name.startsWith("cluster"))
        .toList();
  }

  private static long notifyFiles(ProcessName process, Path folder, ViewConfig config)
      throws UsageException {
    return RouteFiles.of(process, folder, config).locations().stream()
        .filter(file -> file.endsWith("notify.camel.yaml"))
        .count();
  }

  /** As Camel's camel-yaml-dsl-validator does, which Maven Central does not have. */
  @ParameterizedTest
  @MethodSource("filesAndExamples")
  void areWhatCamelsSchemaSays(RouteText file) {
    Set<ValidationMessage> mistakes = schema.validate(withNumbersForPlaceholders(file.content()));

    assertEquals(Set.of(), mistakes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"description", "from", "uri", "steps"})
  void areNotWhatItSaysWhereAWordIsSpoilt(String word) throws IOException {
    String text = Files.readString(Path.of("docs/examples/routes/webhook.camel.yaml"));
    String spoilt = text.replaceFirst("\\b" + word + ":", word + "z:");

    assertFalse(schema.validate(new YAMLMapper().readTree(spoilt)).isEmpty(), spoilt);
  }

  static Stream<RouteText> filesAndExamples() {
    return Stream.concat(RouteText.all().stream(), RouteText.examples().stream());
  }

  /** Camel warns of any other notation, once for each file. */
  @ParameterizedTest
  @MethodSource("filesAndExamples")
  void areInCanonicalNotation(RouteText file) {
    assertEquals(
        List.of(),
        canonical.validate(withNumbersForPlaceholders(file.content())).stream()
            .filter(mistake -> !wantsAllDataFormatsAtOnce(mistake))
            .toList());
  }

  /** A mistake in the canonical schema of Camel 4.22. */
  private static boolean wantsAllDataFormatsAtOnce(ValidationMessage mistake) {
    String place = mistake.getInstanceLocation().toString();
    return mistake.getType().equals("required") && place.matches(".*[.](un)?marshal");
  }

  @ParameterizedTest
  @MethodSource("files")
  void giveEachEndpointOnlyOptionsThatItKnows(RouteText file) {
    for (RouteText.Use use : file.endpoints()) {
      if (use.by().equals("toD")) {
        continue;
      }
      Map<String, String> parameters = new TreeMap<>(use.parameters());
      if (use.scheme().equals("http")) {
        parameters.keySet().removeAll(READ_BY_THE_HTTP_COMPONENT);
      }
      String uri = new RouteText.Use(use.by(), use.uri(), parameters).full();
      EndpointValidationResult result =
          catalog.validateEndpointProperties(
              uri, true, use.by().equals("from"), !use.by().equals("from"));

      assertTrue(result.isSuccess(), () -> uri + ": " + result.summaryErrorMessage(false));
    }
  }

  @Test
  void anOptionThatHttpWouldSendAsAQueryIsFound() {
    assertTrue(
        catalog
            .validateEndpointProperties("http:x?followRedirect=true", true, false, true)
            .getUnknown()
            .contains("followRedirect"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void sayWhatTheyDo(RouteText file) {
    assertTrue(file.lines().get(0).startsWith("# "), "a comment comes first");
    assertTrue(file.lines().size() <= LONGEST_FILE, file.lines().size() + " lines");
    assertTrue(
        file.lines().stream()
            .dropWhile(line -> line.startsWith("#"))
            .noneMatch(line -> line.strip().startsWith("#")),
        "later comments are descriptions of steps, which editors keep");
    for (JsonNode route : file.routes()) {
      assertTrue(route.path("id").asText().matches("[a-z]+(-[a-z]+)*"), route.path("id").asText());
      assertTrue(route.path("description").isTextual(), route.path("id").asText());
    }
  }

  @Test
  void haveEachIdOnce() {
    List<String> ids =
        files().stream()
            .flatMap(file -> file.routes().stream())
            .map(route -> route.path("id").asText())
            .toList();

    assertEquals(new HashSet<>(ids).size(), ids.size(), ids.toString());
  }

  @Test
  void sendOnlyToRoutesThatThereAre() {
    Set<String> targets =
        uris("to", "toD", "enrich")
            .filter(RouteFilesTest::isInside)
            .flatMap(RouteText::targets)
            .collect(toCollection(TreeSet::new));
    Set<String> there = uris("from").collect(toCollection(TreeSet::new));

    targets.removeAll(there);
    targets.remove("seda:view-changes"); // for routes of the operator's own

    assertEquals(Set.of(), targets);
  }

  private static Stream<String> uris(String... by) {
    return files().stream()
        .flatMap(file -> file.endpoints().stream())
        .filter(use -> List.of(by).contains(use.by()))
        .map(use -> use.uri().replaceFirst("\\?.*", ""));
  }

  private static boolean isInside(String uri) {
    return uri.startsWith("direct:") || uri.startsWith("seda:");
  }

  /** The schema has a number where Camel also takes a placeholder for one. */
  private static JsonNode withNumbersForPlaceholders(JsonNode content) {
    return new PlaceholderNumbers().in(content);
  }

  @Test
  void readEachListFromTheServiceOfItsKind() {
    Map<String, String> services = new TreeMap<>();
    Map<String, String> expected = new TreeMap<>();
    for (RouteText file : files()) {
      for (JsonNode item : file.content()) {
        JsonNode use = item.path("templatedRoute");
        String template = use.path("routeTemplateRef").asText();
        if (template.equals("list-of") || template.equals("changes-of")) {
          Map<String, String> parameters = new TreeMap<>();
          use.path("parameters")
              .forEach(p -> parameters.put(p.path("name").asText(), p.path("value").asText()));
          Kind kind = Kind.valueOf(parameters.get("kind"));
          services.put(use.path("routeId").asText(), parameters.get("service"));
          expected.put(use.path("routeId").asText(), kind.service());
        }
      }
    }

    assertEquals(19, services.size(), services.toString());
    assertEquals(expected, services);
  }
}

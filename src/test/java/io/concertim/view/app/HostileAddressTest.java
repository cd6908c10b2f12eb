// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.model.view.View;
import io.concertim.view.store.ViewJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a system writes where an address may come from: nothing of it is evaluated, no call goes
 * to another host, and no secret leaves.
 */
@Timeout(180)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class HostileAddressTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROPERTY = "view.test.hostile";
  private static final String MARKER = "marker-secret-2610";
  private static final Set<String> PARTS_OF_PATHS =
      Set.of(
          "id", "name", "stack_name", "accountId", "subscriptionId", "bundleId", "customFieldId");

  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  @AutoClose private final EmbeddedLab other = EmbeddedLab.start();
  private RunningView process;

  private List<String> payloads() {
    return List.of(
        "{{sys:" + PROPERTY + "}}",
        "{{?sys:" + PROPERTY + "}}",
        "{{?" + PROPERTY + ":{{sys:" + PROPERTY + "}}}}",
        "{{env:PATH}}",
        "{{bean:dataLock.close}}",
        "{{view.dataDirectory}}",
        "${sys." + PROPERTY + "}",
        "${bean:dataLock?method=close}",
        "RAW({{sys:" + PROPERTY + "}})",
        "RAW{${env:PATH}}",
        "\r\nX-Evil: 1\r\n\r\nGET /evil HTTP/1.1",
        "@" + otherHost() + "/x",
        "//" + otherHost() + "/x",
        "\\\\@" + otherHost() + "/x",
        "?x=http://" + otherHost() + "/#",
        "/../../../%2e%2e/x");
  }

  @BeforeEach
  void start() throws Exception {
    System.setProperty(PROPERTY, MARKER);
    LabConfig config =
        lab.config()
            .set("view.retries", 0)
            .set("view.killbill_interval", "1ms")
            .set("view.deletion_threshold", 1);
    process = RunningView.of(config, folder);
    assertNothingLeaves();
  }

  @AfterEach
  void stop() {
    process.close();
    System.clearProperty(PROPERTY);
  }

  @Test
  void inALinkOfTheNextPage() throws Exception {
    for (String payload : payloads()) {
      Iterator<String> before =
          Stream.iterate(0, i -> i + 1)
              .map(
                  i -> List.of("/x?stolen=", "http://" + otherHost() + "/x?stolen=", "").get(i % 3))
              .iterator();
      for (String list :
          List.of("projects", "stacks", "servers", "flavors", "volumes", "networks")) {
        String link = before.next() + payload;
        lab.faults()
            .fail(
                "/" + list + "(/detail)?(?!.*stolen)",
                Fault.rewritten(body -> withNextPage(body, link)));
      }
      for (String list : List.of("accounts", "bundles", "customFields")) {
        lab.faults()
            .fail(
                "/" + list + "/pagination(?!.*stolen)",
                Fault.withHeader(
                    "X-Killbill-Pagination-NextPageUri", before.next() + asHeader(payload)));
      }
      assertNothingLeaves();
      lab.faults().clear();
    }
  }

  @Test
  void inIdsAndNamesOfObjectsThatAreAskedForAfterwards() throws Exception {
    for (String payload : payloads()) {
      lab.faults()
          .fail(
              "^(?!.*(auth/tokens|sign_in|users/current))",
              Fault.rewritten(
                  body ->
                      changed(body, id -> id.hashCode() % 2 == 0 ? payload + id : id + payload)));
      assertNothingLeaves();
      lab.faults().clear();
      assertNothingLeaves();
    }
  }

  @Test
  void inTheCatalog() throws Exception {
    for (String payload : payloads()) {
      List<String> types = List.of("compute", "orchestration", "volumev3", "network", "identity");
      for (UnaryOperator<String> change :
          List.<UnaryOperator<String>>of(
              url -> url + "/" + payload,
              url -> url + payload,
              url -> url.replace("127.0.0.1", payload))) {
        types.forEach(type -> lab.catalog().urls(type, change));
        lab.revokeTokens();
        assertNothingLeaves();
        lab.catalog().clear();
      }
    }
  }

  @Test
  void inARedirection() throws Exception {
    for (String payload : payloads()) {
      String stack = "57000000-0000-4000-8000-0000000000a1";
      lab.faults()
          .fail(
              "/heat/.*/stacks/",
              Fault.redirect(lab.url() + "/heat/v1/p/stacks/" + asHeader(payload) + "/" + stack));
      lab.faults().fail("/racks/", Fault.redirect(lab.url() + asHeader(payload)));
      lab.faults()
          .fail("/volumes/", Fault.redirect("http://" + otherHost() + "/x" + asHeader(payload)));
      lab.faults().fail("/servers/", Fault.redirect(asHeader(payload)));
      lab.faults().fail("/stacks\\?", Fault.rewritten(body -> "{\"stacks\":[]}"));
      assertNothingLeaves();
      lab.faults().clear();
      lab.faults()
          .fail(
              "/heat/.*/stacks/",
              Fault.redirect(
                  "http://" + otherHost() + "/v1/p/stacks/" + asHeader(payload) + "/" + stack));
      lab.faults().fail("/stacks\\?", Fault.rewritten(body -> "{\"stacks\":[]}"));
      assertNothingLeaves();
      lab.faults().clear();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Subject-Token", "Authorization", "ETag", "Location", "Link"})
  void inAHeader(String header) throws Exception {
    for (String payload : payloads()) {
      lab.faults().fail("/", Fault.withHeader(header, asHeader(payload)));
      lab.revokeTokens();
      assertNothingLeaves();
      lab.faults().clear();
    }
    assertNothingLeaves();
  }

  /** No server can send a line end within a header. */
  private static String asHeader(String payload) {
    return payload.replace("\r\n", "%0D%0A");
  }

  private String otherHost() {
    return other.url().replace("http://", "");
  }

  /** Runs a sync; what it asks for, stores and shows holds nothing that was expanded. */
  private void assertNothingLeaves() throws Exception {
    lab.calls().clear();
    View view = process.sync().view();
    String asked = lab.calls().all().toString();
    for (String secret :
        List.of(MARKER, System.getenv("PATH"), folder.toString(), "X-Evil: 1", "GET /evil")) {
      assertFalse(asked.contains(secret), () -> secret + " in " + asked);
    }
    assertEquals(List.of(), other.calls().all());
    assertEquals(view.generation(), ViewJson.read(folder.resolve("data/view.json")).generation());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(
            Files.readString(file, StandardCharsets.ISO_8859_1).contains(MARKER), file.toString());
      }
    }
  }

  private static String withNextPage(String body, String link) {
    JsonNode tree = read(body);
    if (!(tree instanceof ObjectNode object) || object.isEmpty()) {
      return body;
    }
    if (object.has("projects")) {
      object.putObject("links").put("next", link);
    } else {
      String name = object.has("stacks") ? "links" : object.fieldNames().next() + "_links";
      object.putArray(name).addObject().put("rel", "next").put("href", link);
    }
    return tree.toString();
  }

  private static String changed(String body, UnaryOperator<String> change) {
    JsonNode tree = read(body);
    change(tree, change);
    return tree.toString();
  }

  private static void change(JsonNode tree, UnaryOperator<String> change) {
    if (tree instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
        if (PARTS_OF_PATHS.contains(field.getKey()) && field.getValue().isTextual()) {
          object.put(field.getKey(), change.apply(field.getValue().textValue()));
        }
      }
    }
    tree.forEach(inner -> change(inner, change));
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

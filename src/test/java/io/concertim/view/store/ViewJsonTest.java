// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.concertim.view.model.view.View;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ViewJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCHEMA_FILE = Path.of("docs", "view.schema.json");

  @Test
  void isAsItsSchemaSays() throws IOException {
    assertEquals(Set.of(), violations(written(SampleView.small())));
  }

  @Test
  void anEmptyViewIsAsItsSchemaSays() throws IOException {
    View nothing =
        new View(
            0,
            SampleView.NOW,
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    assertEquals(Set.of(), violations(written(nothing)));
  }

  @Test
  void theSchemaRefusesAMissingKeyAnUnknownKeyAndAWrongType() throws IOException {
    ObjectNode missing = (ObjectNode) written(SampleView.small());
    missing.remove("generation");
    ObjectNode unknown = (ObjectNode) written(SampleView.small());
    ((ObjectNode) unknown.at("/racks/0")).put("colour", "red");
    ObjectNode wrong = (ObjectNode) written(SampleView.small());
    ((ObjectNode) wrong.at("/devices/0/id")).put("cloud", 7);
    ObjectNode notATime = (ObjectNode) written(SampleView.small());
    notATime.put("written_at", "yesterday");

    for (ObjectNode document : List.of(missing, unknown, wrong, notATime)) {
      assertEquals(1, violations(document).size(), document::toPrettyString);
    }
  }

  @Test
  void everyPropertyInTheSchemaIsDescribedAndEveryObjectIsClosed() throws IOException {
    JsonNode schema = JSON.readTree(SCHEMA_FILE.toFile());

    for (JsonNode object : schema.findParents("properties")) {
      assertTrue(object.path("additionalProperties").isBoolean(), object::toString);
      assertFalse(object.path("additionalProperties").booleanValue(), object::toString);
      object
          .path("properties")
          .forEachEntry((name, property) -> assertTrue(property.has("description"), name));
    }
  }

  @Test
  void tellsForEachSourceHowOldItsPartIs() throws IOException {
    JsonNode sources = written(SampleView.small()).path("sources");

    assertEquals(
        "{\"complete\":true,\"read_at\":\"2026-11-22T10:15:30.123456Z\","
            + "\"tried_at\":\"2026-11-22T10:15:30.123456Z\",\"stale_since\":null,\"reason\":null,\"state\":\"ok\"}",
        sources.path("concertim").toString());
    assertEquals("Heat answered 503", sources.at("/openstack/reason").textValue());
    assertTrue(sources.at("/killbill/read_at").isNull());
  }

  @Test
  void holdsRacksThatArePendingAndSaysWhy() throws IOException {
    JsonNode view =
        written(
            SampleView.of(
                List.of(SampleView.rack(SampleView.RACK, SampleView.TEAM, "no order yet")),
                List.of(SampleView.device("device-1", "server-1"))));

    assertEquals("no order yet", view.at("/racks/0/pending").textValue());
    assertEquals("rack-1", view.at("/devices/0/rack_id/concertim").textValue());
  }

  private static JsonNode written(View view) throws IOException {
    return JSON.readTree(ViewJson.bytes(view));
  }

  private static Set<ValidationMessage> violations(JsonNode document) throws IOException {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(
            JSON.readTree(SCHEMA_FILE.toFile()),
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build())
        .validate(document);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import static io.concertim.view.source.Recorded.stream;
import static io.concertim.view.source.Recorded.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPageTest {

  @ParameterizedTest
  @CsvSource({
    "nova-servers-detail-limit1-page1, /v2.1/servers/detail, 1",
    "nova-servers-all-deleted, /v2.1/servers/detail, 2",
    "cinder-volumes-detail-limit1, /volumes/detail, 1",
    "cinder-volumes-detail-with_count-3.45, /volumes/detail, 1",
    "neutron-networks-limit1, /v2.0/networks, 1",
    "heat-stacks-global_tenant-limit1, /stacks, 1",
  })
  @DisplayName("A17: the link to the next page is found in the form of every service")
  void findsTheLinkToTheNextPage(String file, String path, int rows) throws IOException {
    List<JsonNode> read = new ArrayList<>();

    String next = JsonPage.read(stream(text("openstack/" + file + ".json")), read::add);

    assertEquals(rows, read.size());
    assertTrue(next.contains(path + "?"), next);
    assertTrue(next.contains("marker="), next);
  }

  @ParameterizedTest
  @CsvSource({
    "nova-servers-detail-all, 11",
    "cinder-volumes-detail-all, 3",
    "neutron-networks, 7",
    "heat-stacks-plain-as-admin, 5",
    "heat-stacks-with_count, 5",
    "keystone-projects, 10",
    "nova-flavors-detail, 4",
    "nova-os-server-groups-2.64, 1",
  })
  void aListInOnePieceHasNoNextPage(String file, int rows) throws IOException {
    List<JsonNode> read = new ArrayList<>();

    assertNull(JsonPage.read(stream(text("openstack/" + file + ".json")), read::add));
    assertEquals(rows, read.size());
  }

  @Test
  void keystonesLinkIsFoundBesideTheRowsWhicheverComesFirst() throws IOException {
    String rows = "\"projects\": [{\"id\": \"p\", \"links\": {\"next\": \"no\"}}]";
    String links = "\"links\": {\"self\": \"s\", \"next\": \"/v3/projects?marker=p\"}";

    for (String body : List.of("{" + rows + "," + links + "}", "{" + links + "," + rows + "}")) {
      assertEquals("/v3/projects?marker=p", JsonPage.read(stream(body), row -> {}));
    }
  }

  @Test
  void aLinkBackIsNoNextPage() throws IOException {
    String body =
        "{\"networks\": [], \"networks_links\": [{\"rel\": \"previous\", \"href\": \"x\"}]}";

    assertNull(JsonPage.read(stream(body), row -> {}));
  }

  @Test
  void aBareArrayIsAList() throws IOException {
    List<JsonNode> read = new ArrayList<>();

    assertNull(JsonPage.read(stream("[{\"id\": 1}, {\"id\": 2}]"), read::add));
    assertEquals(2, read.size());
    assertNull(JsonPage.read(stream("[]"), read::add));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "7",
        "\"text\"",
        "{}",
        "{\"error\": {\"code\": 500, \"message\": \"x\"}}",
        "{\"servers\": null}",
        "{\"servers\": {\"id\": \"x\"}}",
        "[1, 2]",
        "{\"servers\": [\"x\"]}",
        "{\"servers\": [[{}]]}",
        "<html><body>Bad gateway</body></html>",
      })
  void whatIsNoListIsRefused(String body) {
    assertThrows(IOException.class, () -> JsonPage.read(stream(body), row -> {}));
  }

  @Test
  @DisplayName("A22: a list that breaks off anywhere is not taken for a short list")
  void aListThatBreaksOffIsRefusedWhereverItBreaks() throws IOException {
    String body = Recorded.json("openstack/neutron-networks-limit1.json").toString();

    for (int length = 0; length < body.length(); length++) {
      String broken = body.substring(0, length);
      assertThrows(IOException.class, () -> JsonPage.read(stream(broken), row -> {}), () -> broken);
    }
    JsonPage.read(stream(body), row -> {});
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import static io.concertim.view.lab.LabClient.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the field names of the lab's rows with answers recorded from the real systems. */
class LabShapesTest {
  private static final String ADMIN_PROJECT = "ad000000000000000000000000000001";

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          openstack/keystone-projects.json                           | /projects/0             | /keystone/v3/projects
          openstack/nova-server.json                                 | /server                 | /nova/v2.1/servers/5e000000-0000-4000-8000-0000000000a1
          openstack/nova-server.json                                 | /server/addresses/*/0   | /nova/v2.1/servers/5e000000-0000-4000-8000-0000000000a1
          openstack/nova-server-ERROR-with-fault.json                | /server                 | /nova/v2.1/servers/5e000000-0000-4000-8000-0000000000e0
          openstack/nova-flavors-detail.json                         | /flavors/0              | /nova/v2.1/flavors/detail
          openstack/nova-os-server-groups.json                       | /server_groups/0        | /nova/v2.1/os-server-groups?all_projects=True
          openstack/heat-stacks-plain-as-admin.json                  | /stacks/0               | /heat/v1/{p}/stacks
          openstack/heat-alpha-web-detail.json                       | /stack                  | /heat/v1/{p}/stacks/alpha-web/57000000-0000-4000-8000-0000000000a1
          openstack/heat-alpha-cluster-resources-nested_depth2.json  | /resources/0            | /heat/v1/{p}/stacks/alpha-cluster/57000000-0000-4000-8000-0000000000a2/resources?nested_depth=2
          openstack/heat-alpha-cluster-resources-nested_depth2.json  | /resources/4            | /heat/v1/{p}/stacks/alpha-cluster/57000000-0000-4000-8000-0000000000a2/resources?nested_depth=2
          openstack/cinder-volume.json                               | /volume                 | /cinder/v3/{p}/volumes/70000000-0000-4000-8000-0000000000a1
          openstack/cinder-volume.json                               | /volume/attachments/0   | /cinder/v3/{p}/volumes/70000000-0000-4000-8000-0000000000a1
          openstack/neutron-networks-limit1.json                     | /networks/0             | /neutron/v2.0/networks
          """)
  void openStackRowsHaveTheRecordedFields(String fixture, String pointer, String path)
      throws IOException {
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      LabClient client = new LabClient(lab);
      JsonNode answer = json(client.get(path.replace("{p}", ADMIN_PROJECT), client.admin()));
      // Which member of a group of resources is shown first does not matter, only that it is one.
      int index = pointer.equals("/resources/4") ? 3 : 0;
      String own = pointer.startsWith("/resources") ? "/resources/" + index : pointer;
      assertSameFields(at(recorded(fixture), pointer), at(answer, own));
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          concertim/users.json         | /0         | users
          concertim/users.json         | /1         | users
          concertim/teams.json         | /0         | teams
          concertim/templates.json     | /0         | templates
          concertim/racks.json         | /0         | racks
          concertim/racks.json         | /0/owner   | racks
          concertim/rack-show.json     |            | racks/4a000000-0000-4000-8000-0000000000a1
          concertim/devices.json       | /0         | devices
          concertim/devices.json       | /0/location| devices
          concertim/devices.json       | /2         | devices
          concertim/devices.json       | /3         | devices
          """)
  void portalRowsHaveTheRecordedFields(String fixture, String pointer, String path)
      throws IOException {
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      LabClient client = new LabClient(lab);
      String[] root = client.portal("admin", "portal-secret");
      JsonNode answer = json(client.get("/concertim/api/v1/" + path, root));
      String row = pointer == null ? "" : pointer;
      assertSameFields(at(recorded(fixture), row), at(answer, row));
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          killbill/custom-fields-pagination-page1.json  | /0                            | customFields/pagination
          killbill/accounts-pagination-page1.json       | /0                            | accounts/pagination
          killbill/bundles-pagination-page1.json        | /0                            | bundles/pagination
          killbill/bundles-pagination-page1.json        | /0/timeline                   | bundles/pagination
          killbill/bundles-pagination-page1.json        | /0/subscriptions/0            | bundles/pagination
          killbill/bundles-pagination-page1.json        | /0/subscriptions/0/events/0   | bundles/pagination
          """)
  void billingRowsHaveTheRecordedFields(String fixture, String pointer, String path)
      throws IOException {
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      LabClient client = new LabClient(lab);
      JsonNode answer = json(client.get("/killbill/1.0/kb/" + path, client.billing()));
      assertSameFields(at(recorded(fixture).at("/response/body"), pointer), at(answer, pointer));
    }
  }

  @Test
  void theTokenHasTheRecordedFields() throws IOException {
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      JsonNode answer = json(new LabClient(lab).cloudSignIn("concertim", "cloud-secret", "admin"));
      JsonNode real = recorded("openstack/keystone-auth-tokens.json");
      for (String pointer :
          new String[] {
            "/token", "/token/project", "/token/catalog/0", "/token/catalog/0/endpoints/0"
          }) {
        assertSameFields(at(real, pointer), at(answer, pointer));
      }
    }
  }

  private static void assertSameFields(JsonNode recorded, JsonNode own) {
    assertEquals(names(recorded), names(own));
  }

  private static Set<String> names(JsonNode row) {
    Set<String> names = new TreeSet<>();
    row.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** A JSON pointer in which {@code *} is the first member of an object, whatever its name. */
  private static JsonNode at(JsonNode node, String pointer) {
    int star = pointer.indexOf("/*");
    JsonNode found =
        star < 0
            ? node.at(pointer)
            : at(
                node.at(pointer.substring(0, star)).iterator().next(), pointer.substring(star + 2));
    assertTrue(found.isObject(), "an object at " + pointer);
    return found;
  }

  private static JsonNode recorded(String fixture) throws IOException {
    try (InputStream in = LabShapesTest.class.getResourceAsStream("/fixtures/" + fixture)) {
      return Json.read(in);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.openstack;

import static io.concertim.view.source.Recorded.changed;
import static io.concertim.view.source.Recorded.facts;
import static io.concertim.view.source.Recorded.row;
import static io.concertim.view.source.Recorded.rows;
import static io.concertim.view.source.Recorded.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.model.layer.Flavor;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Network;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.ServerGroup;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackOutputs;
import io.concertim.view.model.layer.StackResource;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.model.layer.Volume;
import io.concertim.view.source.Recorded;
import io.concertim.view.source.Row;
import io.concertim.view.source.RowException;
import io.concertim.view.source.RowParser;
import io.concertim.view.source.http.SourceException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenStackRowsTest {
  private static final String SERVERS = "openstack/nova-servers-detail-all.json";
  private static final String STACKS = "openstack/heat-stacks-plain-as-admin.json";
  private static final String VOLUMES = "openstack/cinder-volumes-detail-all.json";
  private static final String NETWORKS = "openstack/neutron-networks.json";

  private static RowParser parser(Kind kind) {
    return OpenStackRows.parsers().get(kind);
  }

  @Test
  void readsServers() {
    List<Server> servers = facts(parser(Kind.SERVER), Server.class, SERVERS);

    assertEquals(11, servers.size());
    assertEquals(
        new Server(
            "d5070de0-f847-4088-b5c1-28a4f1ed2bf7",
            "alpha-web-web",
            "active",
            "4eae4fc3eddc4091a8f7a1aa4dc1157c",
            "9b521f60-96ba-4a01-982b-956faa708f37",
            null,
            List.of("203.0.113.240"),
            List.of("10.10.0.20"),
            List.of(),
            List.of("alpha-web-net")),
        servers.get(6));
    assertEquals(List.of("dd4d2c50-fd3e-4f36-a44a-ba2ac5889557"), servers.get(10).volumeIds());
    assertEquals("error", servers.get(0).state());
    assertEquals(List.of(), servers.get(0).networkNames());
  }

  @Test
  void theOldestMicroversionShowsTheSame() {
    assertEquals(
        facts(parser(Kind.SERVER), Server.class, SERVERS),
        facts(parser(Kind.SERVER), Server.class, "openstack/nova-servers-detail-all-2.1.json"));
  }

  @Test
  @DisplayName("B4: a server whose flavor has no id is read without one")
  void aNewMicroversionHidesTheFlavorsId() {
    List<Server> servers =
        facts(parser(Kind.SERVER), Server.class, "openstack/nova-servers-detail-all-2.93.json");

    assertEquals(11, servers.size());
    servers.forEach(server -> assertNull(server.flavorId()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"addresses", "os-extended-volumes:volumes_attached", "flavor", "key_name", "name"})
  @DisplayName("B16: a server without addresses or extensions is read all the same")
  void whatAReleaseLeavesOutIsNull(String field) {
    for (Row server :
        List.of(
            changed(SERVERS, 10, row -> row.remove(field)),
            changed(SERVERS, 10, row -> row.putNull(field)))) {
      assertEquals("a24592da-bbbf-4289-ad1f-17a5274122a8", OpenStackRows.server(server).id());
    }
  }

  @Test
  void readsFlavorsOfEveryMicroversion() {
    List<Flavor> flavors =
        facts(parser(Kind.FLAVOR), Flavor.class, "openstack/nova-flavors-detail.json");

    assertEquals(
        new Flavor("2049d038-fa4e-4ce5-a63c-0dee8e892a00", "m1.huge", 5000, 4096, 10),
        flavors.get(0));
    assertEquals(
        flavors,
        facts(parser(Kind.FLAVOR), Flavor.class, "openstack/nova-flavors-detail-2.93.json"));
  }

  @Test
  void readsProjects() {
    List<Project> projects =
        facts(parser(Kind.PROJECT), Project.class, "openstack/keystone-projects.json");

    assertEquals(10, projects.size());
    assertTrue(projects.stream().anyMatch(project -> project.name().equals("CM_alpha-team")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nova-os-server-groups-2.64", "nova-os-server-groups-all_projects"})
  void readsServerGroupsWithEitherFormOfPolicy(String file) {
    List<ServerGroup> groups =
        facts(parser(Kind.SERVER_GROUP), ServerGroup.class, "openstack/" + file + ".json");

    assertEquals(1, groups.size());
    assertEquals(3, groups.get(0).members().size());
    assertTrue(groups.get(0).members().contains("31d1d56e-5e5c-44e9-9f7b-65c47334867c"));
  }

  @Test
  void readsStacks() {
    List<Stack> stacks = facts(parser(Kind.STACK), Stack.class, STACKS);

    assertEquals(5, stacks.size());
    assertEquals(
        new Stack(
            "ac7f3a81-97d7-41f6-9b09-a029b97677ad",
            "other-misc",
            "96ed32ef4a234e82beedc7965577037b",
            "dave",
            "CREATE_COMPLETE",
            "Stack CREATE completed successfully",
            null),
        stacks.get(0));
  }

  @Test
  @DisplayName("B17, A22: a list without projects is not everybody's, and says what to do")
  void aStackListThatNamesNoProjectsIsRefused() {
    SourceException failure =
        assertThrows(
            SourceException.class,
            () -> facts(parser(Kind.STACK), Stack.class, "openstack/heat-stacks.json"));

    assertEquals(
        "openstack: Heat's stack list names no projects, so it is not everybody's; "
            + "give the user of the openstack block the role admin in its project",
        failure.getMessage());
  }

  @Test
  void aDeletedStackOrServerIsKnownAsSuch() {
    List<Row> stacks = rows("openstack/heat-stacks-show_deleted.json");
    assertEquals(5, stacks.stream().filter(row -> !parser(Kind.STACK).isDeleted(row)).count());
    assertTrue(
        stacks.stream()
            .filter(parser(Kind.STACK)::isDeleted)
            .allMatch(row -> row.text("stack_status").equals("DELETE_COMPLETE")));

    Row server = rows("openstack/nova-servers-detail-all.json").get(0);
    assertFalse(parser(Kind.SERVER).isDeleted(server));
    Row deleted =
        changed("openstack/nova-servers-detail-all.json", 0, row -> row.put("status", "DELETED"));
    assertTrue(parser(Kind.SERVER).isDeleted(deleted));
  }

  @Test
  @DisplayName("B9: a stack may have no owner")
  void aStackMayHaveNoOwner() {
    assertNull(OpenStackRows.stack(changed(STACKS, 0, row -> row.putNull("stack_owner"))).owner());
  }

  @Test
  void readsOutputsWithTheirFieldsInOneOrder() {
    Row detail = new Row(Recorded.json("openstack/heat-alpha-web-detail.json")).row("stack");

    StackOutputs outputs = OpenStackRows.outputs("s1", detail);

    assertEquals(
        List.of("db_networks", "web_url", "server_ids", "web_ip"),
        outputs.outputs().stream().map(output -> output.get("output_key")).toList());
    outputs
        .outputs()
        .forEach(
            output ->
                assertEquals("[output_key, output_value, description]", output.keySet() + ""));
    assertEquals(
        Map.of(
            "alpha-web-net", List.of("10.10.0.9"),
            "d1a2196e-24c3-4d1e-a9bf-7f9fd9cdce08", List.of("10.10.0.9")),
        outputs.outputs().get(0).get("output_value"));
  }

  @Test
  void outputsKeepTheirNullsAtEveryDepthAndTheErrorOfHeat() {
    Row detail =
        row(
            "{'outputs': [{'output_error': 'no such attribute', 'description': null,"
                + " 'output_value': {'a': [null, {'b': null}]}, 'output_key': 'k'}]}");

    assertEquals(
        "[{output_key=k, output_value={a=[null, {b=null}]}, description=null,"
            + " output_error=no such attribute}]",
        OpenStackRows.outputs("s1", detail).outputs().toString());
  }

  @Test
  void aStackWithoutOutputsHasNone() {
    assertEquals(List.of(), OpenStackRows.outputs("s1", row("{'outputs': null}")).outputs());
    assertEquals(List.of(), OpenStackRows.outputs("s1", row("{}")).outputs());
  }

  @ParameterizedTest
  @CsvSource({
    "heat-alpha-cluster-resources-nested_depth2, 7, 3",
    "heat-beta-hpc-resources-nested_depth2, 12, 3",
  })
  void readsResourcesOfAllLevels(String file, int resources, int servers) throws IOException {
    StackResources tree =
        OpenStackRows.resources("s1", null, stream(Recorded.text("openstack/" + file + ".json")));

    assertEquals(resources, tree.resources().size());
    assertEquals(
        servers,
        tree.resources().stream().filter(r -> r.type().equals("OS::Nova::Server")).count());
  }

  @Test
  @DisplayName("A2: an attachment is listed under its volume's id")
  void anAttachmentHasTheIdOfItsVolume() {
    Map<String, Set<String>> typesById =
        rows("openstack/heat-alpha-web-resources.json").stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.needed("physical_resource_id"),
                    Collectors.mapping(
                        row -> row.needed("resource_type"),
                        Collectors.toCollection(TreeSet::new))));

    assertTrue(
        typesById.containsValue(
            new TreeSet<>(Set.of("OS::Cinder::Volume", "OS::Cinder::VolumeAttachment"))));
  }

  @Test
  @DisplayName("B6, B7, B15: odd types are kept, resources that made nothing yet are left out")
  void readsOddResources() {
    List<Row> rows =
        List.of(
            row(
                "{'resource_name': 'n', 'resource_type': 'node.yaml', 'physical_resource_id': 'a'}"),
            row(
                "{'resource_name': 'u', 'resource_type': 'file:///x', 'physical_resource_id': 'b'}"),
            row("{'resource_name': 'e', 'resource_type': 'OS::X::Y', 'physical_resource_id': ''}"),
            row(
                "{'resource_name': 'z', 'resource_type': 'OS::X::Y', 'physical_resource_id': null}"),
            row("{'resource_type': 'OS', 'physical_resource_id': 'c'}"),
            row("{'resource_name': 'l', 'physical_resource_id': 'd'}"));

    assertEquals(
        List.of(
            new StackResource("n", "node.yaml", "a"),
            new StackResource("u", "file:///x", "b"),
            new StackResource("c", "OS", "c")),
        rows.stream().flatMap(row -> OpenStackRows.resource(row).stream()).toList());
  }

  @Test
  void readsVolumesOfEveryMicroversion() {
    List<Volume> volumes = facts(parser(Kind.VOLUME), Volume.class, VOLUMES);

    assertEquals(
        new Volume(
            "aca49b76-39aa-440a-afc4-81ed44742712",
            "beta-hpc-pool-s66k7xl4sw4n-1-w36srza634nj-volume-j3wuihy4scme",
            "9a81415eff5f4944a09008e17fae52a9",
            "in-use",
            "nova",
            false,
            false,
            1,
            "__DEFAULT__"),
        volumes.get(0));
    assertEquals(
        volumes,
        facts(parser(Kind.VOLUME), Volume.class, "openstack/cinder-volumes-detail-all-3.70.json"));
  }

  @Test
  @DisplayName("B12: bootable may be a text, a truth value or null")
  void readsEveryFormOfBootable() {
    assertEquals(true, bootable(changed(VOLUMES, 0, row -> row.put("bootable", "true"))));
    assertEquals(true, bootable(changed(VOLUMES, 0, row -> row.put("bootable", "True"))));
    assertEquals(true, bootable(changed(VOLUMES, 0, row -> row.put("bootable", true))));
    assertEquals(false, bootable(changed(VOLUMES, 0, row -> row.put("bootable", false))));
    assertNull(bootable(changed(VOLUMES, 0, row -> row.putNull("bootable"))));
    assertNull(bootable(changed(VOLUMES, 0, row -> row.remove("bootable"))));
  }

  private static Boolean bootable(Row volume) {
    return OpenStackRows.volume(volume).bootable();
  }

  @Test
  @DisplayName("B11: volumes and networks may have no name")
  void readsObjectsWithoutAName() {
    assertNull(OpenStackRows.volume(changed(VOLUMES, 0, row -> row.putNull("name"))).name());
    assertNull(OpenStackRows.network(changed(NETWORKS, 0, row -> row.putNull("name"))).name());
  }

  @Test
  void readsNetworks() {
    List<Network> networks = facts(parser(Kind.NETWORK), Network.class, NETWORKS);

    assertEquals(7, networks.size());
    assertEquals(
        new Network(
            "0e577bcb-ad03-4aa4-91bd-50d1f5cb53a8",
            "other-misc-net-iy32lzcqrbdw",
            "96ed32ef4a234e82beedc7965577037b",
            "ACTIVE",
            true,
            null,
            1450,
            false,
            true),
        networks.get(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"admin_state_up", "l2_adjacency", "mtu", "shared", "port_security_enabled"})
  @DisplayName("A11: what Neutron's extensions leave out is null")
  void fieldsOfANetworkMayBeNull(String field) {
    Network network = OpenStackRows.network(changed(NETWORKS, 0, row -> row.putNull(field)));
    assertEquals(network, OpenStackRows.network(changed(NETWORKS, 0, row -> row.remove(field))));
  }

  @ParameterizedTest
  @CsvSource({
    "PROJECT, keystone-projects, name",
    "FLAVOR, nova-flavors-detail, ram",
    "SERVER, nova-servers-detail-all, tenant_id",
    "SERVER_GROUP, nova-os-server-groups-2.64, id",
    "STACK, heat-stacks-plain-as-admin, stack_name",
    "VOLUME, cinder-volumes-detail-all, id",
    "NETWORK, neutron-networks, id",
  })
  void whatAnObjectIsUselessWithoutIsNamed(Kind kind, String file, String field) {
    Row row = changed("openstack/" + file + ".json", 0, object -> object.remove(field));

    assertEquals(
        "has no " + field,
        assertThrows(RowException.class, () -> parser(kind).parse(row)).getMessage());
  }
}

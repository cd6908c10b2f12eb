// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.concertim;

import static io.concertim.view.source.Recorded.changed;
import static io.concertim.view.source.Recorded.facts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.PortalTeam;
import io.concertim.view.model.layer.PortalTemplate;
import io.concertim.view.model.layer.PortalUser;
import io.concertim.view.source.Recorded;
import io.concertim.view.source.Row;
import io.concertim.view.source.RowException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConcertimRowsTest {
  private static final String ALPHA = "7c1a0b52-0d7c-4a44-bb0e-5f3f9d2e1001";

  private static List<PortalDevice> devices(String file) {
    return facts(ConcertimRows.parsers().get(Kind.DEVICE), PortalDevice.class, file);
  }

  private static List<PortalRack> racks(String file) {
    return facts(ConcertimRows.parsers().get(Kind.RACK), PortalRack.class, file);
  }

  private static List<PortalTeam> teams(String file) {
    return facts(ConcertimRows.parsers().get(Kind.TEAM), PortalTeam.class, file);
  }

  private static List<PortalUser> users(String file) {
    return facts(ConcertimRows.parsers().get(Kind.USER), PortalUser.class, file);
  }

  @Test
  @DisplayName("A19: the credits of a team are read")
  void readsTeams() {
    List<PortalTeam> teams = teams("concertim/teams.json");

    assertEquals(
        new PortalTeam(
            ALPHA,
            "Alpha Team",
            "3f0c7d2e9a8b4c51a6d2e7f01b2c3d41",
            "0c4a4f0a-3d2b-4f3e-9a7c-aa0000000001",
            "2024-05-01",
            "2024-06-01",
            13.0,
            250.5),
        teams.get(0));
    assertNull(teams.get(1).projectId());
    assertNull(teams.get(2).billingAccountId());
    assertNull(teams.get(2).periodStart());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "None"})
  @DisplayName("A14, A15: empty ids and the text None are no ids")
  void textsThatAreNoIds(String nothing) {
    Row team =
        changed(
            "concertim/teams.json",
            0,
            row -> row.put("project_id", nothing).put("billing_acct_id", nothing));
    assertNull(ConcertimRows.team(team).projectId());
    assertNull(ConcertimRows.team(team).billingAccountId());

    Row rack =
        changed(
            "concertim/racks.json",
            0,
            row -> {
              row.put("order_id", nothing);
              row.withObject("/metadata").put("openstack_stack_id", nothing);
              row.withObject("/owner").put("project_id", nothing);
            });
    assertNull(ConcertimRows.rack(rack).order());
    assertNull(ConcertimRows.rack(rack).stackId());
    assertNull(ConcertimRows.rack(rack).owner().projectId());

    Row device =
        changed(
            "concertim/devices.json",
            0,
            row -> row.withObject("/metadata").put("openstack_instance_id", nothing));
    assertNull(ConcertimRows.device(device).cloudId());

    Row template = changed("concertim/templates.json", 2, row -> row.put("foreign_id", nothing));
    assertNull(ConcertimRows.template(template).foreignId());
  }

  @Test
  void readsUsersWithTheirTeams() {
    List<PortalUser> users = users("concertim/users.json");

    assertEquals(3, users.size());
    assertTrue(users.get(0).root());
    assertNull(users.get(0).cloudUserId());
    assertEquals("Anna Example", users.get(1).fullName());
    assertEquals(List.of(ALPHA, ALPHA.replaceFirst("1$", "3")), users.get(1).teamIds());
    assertEquals(List.of(), users("concertim/users-empty.json"));
  }

  @Test
  void readsTheWrappedTeamRolesOfTheCurrentUser() {
    PortalUser user =
        ConcertimRows.user(new Row(Recorded.json("concertim/users-current-nonroot.json")));

    assertEquals(List.of(ALPHA, ALPHA.replaceFirst("1$", "3")), user.teamIds());
  }

  @Test
  void readsUsersOfReleasesWithoutTeams() {
    assertEquals(
        List.of(List.of(), List.of()),
        users("concertim/versions/v1.1.0/users.json").stream().map(PortalUser::teamIds).toList());
  }

  @Test
  void readsTemplates() {
    List<PortalTemplate> templates =
        facts(
            ConcertimRows.parsers().get(Kind.TEMPLATE),
            PortalTemplate.class,
            "concertim/templates.json");

    assertEquals(
        List.of("network", "volume"),
        templates.stream().map(PortalTemplate::tag).filter(tag -> tag != null).toList());
    assertEquals("2", templates.get(2).foreignId());
    assertEquals(20, templates.get(2).disk());
    assertNull(templates.get(4).ram());
  }

  @Test
  @DisplayName("A14: the text None is no order")
  void readsRacks() {
    List<PortalRack> racks = racks("concertim/racks.json");

    assertEquals("aa11bb22-cc33-4d44-8e55-000000000001", racks.get(0).order());
    assertEquals("CM_anna", racks.get(0).creatorName());
    assertEquals(ALPHA, racks.get(0).owner().id());
    assertNull(racks.get(1).order());
    assertNull(racks.get(2).stackId());
    assertEquals(Map.of("id", "abc", "router", "router 66"), racks.get(2).networkDetails());
    assertEquals("11111111-2222-4333-8444-555555555555", racks.get(3).stackId());
    assertNull(racks.get(3).projectId());
    assertEquals(4, racks.size());
  }

  @Test
  void aRackAloneIsReadLikeOneInTheList() {
    assertEquals(
        racks("concertim/racks.json").get(0),
        ConcertimRows.rack(new Row(Recorded.json("concertim/rack-show.json"))));
  }

  @Test
  @DisplayName("B14: up to v1.1 a user owns the rack")
  void aRackOfAUserHasNoTeam() {
    PortalRack rack = racks("concertim/versions/v1.1.0/racks.json").get(0);

    assertNull(rack.owner());
    assertNotNull(rack.stackId());
  }

  @Test
  void readsRacksAndTeamsOfTheReleaseWithoutCosts() {
    String folder = "concertim/versions/unmerged-new-credits/";

    assertEquals(ALPHA, racks(folder + "racks.json").get(0).owner().id());
    assertNull(racks(folder + "racks.json").get(0).order());
    assertEquals(0.0, teams(folder + "teams.json").get(0).credits());
    assertEquals(3, teams(folder + "teams.json").size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v1.1.0/devices.json",
        "v1.2.0/devices.json",
        "unmerged-nested-details/devices.json",
        "unmerged-new-credits/devices.json"
      })
  @DisplayName("B13, B14: devices of every release read the same, but for costs that are missing")
  void readsDevicesOfEveryRelease(String file) {
    List<PortalDevice> main = devices("concertim/devices.json");
    List<PortalDevice> devices = devices("concertim/versions/" + file);
    boolean costs = !file.contains("credits");

    for (int i = 0; i < devices.size(); i++) {
      assertEquals(costs ? main.get(i) : withoutCost(main.get(i)), devices.get(i));
    }
  }

  private static PortalDevice withoutCost(PortalDevice device) {
    return new PortalDevice(
        device.id(),
        device.name(),
        device.type(),
        device.description(),
        device.status(),
        0,
        device.templateId(),
        device.rackId(),
        device.startUnit(),
        device.endUnit(),
        device.facing(),
        device.cloudId(),
        device.stackId(),
        device.networkInterfaces(),
        device.details());
  }

  @ParameterizedTest
  @CsvSource({"instance, 0", "volume, 2", "network, 3"})
  void aDeviceAloneIsReadLikeOneInTheList(String kind, int index) {
    assertEquals(
        devices("concertim/devices.json").get(index),
        ConcertimRows.device(new Row(Recorded.json("concertim/device-show-" + kind + ".json"))));
  }

  @Test
  @DisplayName("A14: details with the text None have none; B1: any JSON is kept as it is")
  void readsDetails() {
    List<PortalDevice> devices = devices("concertim/devices.json");

    assertEquals("['10.151.15.160']", devices.get(0).details().get("public_ips"));
    assertTrue(devices.get(0).details().containsKey("login_user"));
    assertNull(devices.get(0).details().get("login_user"));
    assertNull(devices.get(1).details().get("ssh_key"));
    assertEquals(
        Set.of("availability_zone", "bootable", "encrypted", "size", "volume_type"),
        devices.get(2).details().keySet());
    assertEquals(16, devices.get(2).details().get("size"));
    assertEquals(1450, devices.get(3).details().get("mtu"));
    assertEquals(Map.of(), devices.get(4).details().get("volume_details"));
    assertNull(devices.get(4).details().get("public_ips"));
  }

  @Test
  @DisplayName("B13: a cost that is null or missing is nothing")
  void aMissingCostIsNothing() {
    assertEquals(
        0.0,
        ConcertimRows.device(changed("concertim/devices.json", 0, row -> row.putNull("cost")))
            .cost());
    assertEquals(
        0.0,
        ConcertimRows.device(changed("concertim/devices.json", 0, row -> row.remove("cost")))
            .cost());
  }

  @Test
  @DisplayName("B14: a type that nobody knows is told")
  void anUnknownTypeIsRefused() {
    Row row = changed("concertim/devices.json", 0, device -> device.put("type", "Printer"));

    assertEquals(
        "is of a type that is not known here: Printer",
        assertThrows(RowException.class, () -> ConcertimRows.device(row)).getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "racks.json, RACK, id",
    "racks.json, RACK, u_height",
    "devices.json, DEVICE, name",
    "teams.json, TEAM, name",
    "templates.json, TEMPLATE, height",
    "users.json, USER, login",
  })
  void whatAnObjectIsUselessWithoutIsNamed(String file, Kind kind, String field) {
    Row row = changed("concertim/" + file, 0, object -> object.remove(field));

    assertEquals(
        "has no " + field,
        assertThrows(RowException.class, () -> ConcertimRows.parsers().get(kind).parse(row))
            .getMessage());
  }

  @Test
  void aRackShownByItsIdHasItsDevices() {
    Row shown = new Row(Recorded.json("concertim/rack-show.json"));
    PortalRack listed =
        racks("concertim/racks.json").stream()
            .filter(rack -> rack.id().equals(shown.text("id")))
            .findFirst()
            .orElseThrow();
    List<PortalDevice> inList =
        devices("concertim/devices.json").stream()
            .filter(device -> listed.id().equals(device.rackId()))
            .toList();

    List<Fact> facts = ConcertimRows.shownRack(shown);

    assertEquals(listed, facts.get(0));
    assertEquals(Set.copyOf(inList), Set.copyOf(facts.subList(1, facts.size())));
    assertFalse(inList.isEmpty());
  }

  @Test
  void aDeviceThatCannotBeUnderstoodDoesNotHideItsRack() {
    Row shown =
        Recorded.row(
            "{'id': 'r', 'name': 'r', 'u_height': 42, 'devices': [{'id': 'd', 'type': 'Nope'}]}");

    assertEquals(1, ConcertimRows.shownRack(shown).size());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.concertim;

import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.PortalTeam;
import io.concertim.view.model.layer.PortalTemplate;
import io.concertim.view.model.layer.PortalUser;
import io.concertim.view.source.Row;
import io.concertim.view.source.RowException;
import io.concertim.view.source.RowParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Concertim's objects as facts, in every release of its API (concertim-api.md section 11). */
public final class ConcertimRows {
  private static final Logger LOG = LoggerFactory.getLogger(ConcertimRows.class);

  private static final Map<String, String> TYPE_OF_DETAILS =
      Map.of(
          "Device::ComputeDetails", Kind.SERVER.deviceType(),
          "Device::VolumeDetails", Kind.VOLUME.deviceType(),
          "Device::NetworkDetails", Kind.NETWORK.deviceType());

  private static final Map<String, List<String>> DETAILS_OF_TYPE =
      Map.of(
          Kind.SERVER.deviceType(),
          List.of("ssh_key", "volume_details", "public_ips", "private_ips", "login_user"),
          Kind.VOLUME.deviceType(),
          List.of("availability_zone", "bootable", "encrypted", "size", "volume_type"),
          Kind.NETWORK.deviceType(),
          List.of("admin_state_up", "l2_adjacency", "mtu", "shared", "port_security_enabled"));

  private ConcertimRows() {}

  /** The parsers of Concertim's lists. */
  public static Map<Kind, RowParser> parsers() {
    return Map.of(
        Kind.TEAM, row -> one(team(row)),
        Kind.USER, row -> one(user(row)),
        Kind.TEMPLATE, row -> one(template(row)),
        Kind.RACK, row -> one(rack(row)),
        Kind.DEVICE, row -> one(device(row)));
  }

  /**
   * A rack as it is shown by its id, with its devices. A device that cannot be understood is left
   * out: it is asked for by its own id then, as the rack seems to lack it.
   */
  public static List<Fact> shownRack(Row row) {
    List<Fact> facts = new ArrayList<>(one(rack(row)));
    for (Row device : row.rows("devices")) {
      try {
        facts.add(device(device));
      } catch (RowException e) {
        LOG.debug("a device of the rack {} {}", row.text("id"), e.getMessage());
      }
    }
    return facts;
  }

  private static List<Fact> one(Fact fact) {
    return List.of(fact);
  }

  static PortalTeam team(Row row) {
    return new PortalTeam(
        row.needed("id"),
        row.needed("name"),
        known(row, "project_id"),
        known(row, "billing_acct_id"),
        row.text("billing_period_start"),
        row.text("billing_period_end"),
        row.decimal("cost"),
        row.decimal("credits"));
  }

  static PortalUser user(Row row) {
    List<String> teams =
        row.rows("team_roles").stream()
            .map(role -> role.has("team_role") ? role.row("team_role") : role)
            .map(role -> role.text("team_id"))
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    return new PortalUser(
        row.needed("id"),
        row.needed("login"),
        text(row, row.has("name") ? "name" : "fullname"),
        text(row, "email"),
        known(row, "cloud_user_id"),
        Boolean.TRUE.equals(row.flag("root")),
        teams);
  }

  static PortalTemplate template(Row row) {
    return new PortalTemplate(
        row.needed("id"),
        row.needed("name"),
        row.text("description"),
        row.neededInteger("height"),
        row.text("tag"),
        known(row, "foreign_id"),
        row.integer("vcpus"),
        row.integer("ram"),
        row.integer("disk"));
  }

  static PortalRack rack(Row row) {
    Row metadata = row.row("metadata");
    return new PortalRack(
        row.needed("id"),
        row.needed("name"),
        row.neededInteger("u_height"),
        row.text("status"),
        row.lacks("order_id") ? PortalRack.NO_ORDER : row.text("order_id"),
        owner(row.row("owner")),
        known(metadata, "openstack_stack_id"),
        known(metadata, "openstack_stack_owner"),
        known(metadata, "openstack_stack_owner_id"),
        metadata.text("stack_status_reason"),
        metadata.text("openstack_stack_output"),
        row.text("creation_output"),
        row.row("network_details").map());
  }

  /** Up to v1.1 the owner is a user, which has a login. */
  private static PortalTeam owner(Row owner) {
    return owner.isObject() && owner.has("id") && !owner.has("login") ? team(owner) : null;
  }

  static PortalDevice device(Row row) {
    Row metadata = row.row("metadata");
    Row location = row.row("location");
    Row details = row.row("details").isObject() ? row.row("details") : row;
    String type = type(row);
    return new PortalDevice(
        row.needed("id"),
        row.needed("name"),
        type,
        row.text("description"),
        row.text("status"),
        row.decimal("cost"),
        row.has("template") ? row.row("template").text("id") : row.text("template_id"),
        location.text("rack_id"),
        location.neededInteger("start_u"),
        location.neededInteger("end_u"),
        Objects.requireNonNullElse(location.text("facing"), "f"),
        known(metadata, "openstack_instance_id"),
        known(metadata, "openstack_stack_id"),
        metadata.text("net_interfaces"),
        details(details, DETAILS_OF_TYPE.get(type)));
  }

  /**
   * The type as main has it, as v1.2.0 has it, or as the details have it; else Instance, the only
   * one of v1.1.
   */
  private static String type(Row row) {
    String type = row.text("type");
    if (type == null) {
      type = row.row("details").text("type");
    }
    if (type == null) {
      return Kind.SERVER.deviceType();
    }
    String known = TYPE_OF_DETAILS.getOrDefault(type, type);
    if (!DETAILS_OF_TYPE.containsKey(known)) {
      throw new RowException("is of a type that is not known here: " + type);
    }
    return known;
  }

  private static Map<String, Object> details(Row row, List<String> names) {
    Map<String, Object> details = new LinkedHashMap<>();
    for (String name : names) {
      Object value = row.value(name);
      details.put(name, "None".equals(value) ? null : value);
    }
    return details;
  }

  private static String text(Row row, String field) {
    return Objects.requireNonNullElse(row.text(field), "");
  }

  /** A text; null for "None", which the Python services write for no value (python-defects A14). */
  private static String known(Row row, String field) {
    String text = row.text(field);
    return "None".equals(text) ? null : text;
  }
}

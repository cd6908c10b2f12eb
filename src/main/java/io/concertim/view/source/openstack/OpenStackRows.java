// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.openstack;

import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Flavor;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.NestedStack;
import io.concertim.view.model.layer.Network;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.ServerGroup;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackOutputs;
import io.concertim.view.model.layer.StackResource;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.model.layer.Volume;
import io.concertim.view.source.JsonPage;
import io.concertim.view.source.Row;
import io.concertim.view.source.RowParser;
import io.concertim.view.source.http.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The cloud's objects as facts (openstack.md). */
public final class OpenStackRows {
  private OpenStackRows() {}

  /** The parsers of the cloud's lists. */
  public static Map<Kind, RowParser> parsers() {
    RowParser servers = row -> one(server(row));
    RowParser stacks = OpenStackRows::listedStack;
    return Map.of(
        Kind.PROJECT, row -> one(new Project(row.needed("id"), row.needed("name"))),
        Kind.FLAVOR, row -> one(flavor(row)),
        Kind.SERVER, servers.deletedBy("status", Kind.SERVER),
        Kind.SERVER_GROUP, row -> one(serverGroup(row)),
        Kind.STACK, stacks.deletedBy("stack_status", Kind.STACK),
        Kind.VOLUME, row -> one(volume(row)),
        Kind.NETWORK, row -> one(network(row)));
  }

  private static List<Fact> one(Fact fact) {
    return List.of(fact);
  }

  static Flavor flavor(Row row) {
    return new Flavor(
        row.needed("id"),
        row.needed("name"),
        row.neededInteger("vcpus"),
        row.neededInteger("ram"),
        row.neededInteger("disk"));
  }

  static Server server(Row row) {
    List<String> fixed = new ArrayList<>();
    List<String> floating = new ArrayList<>();
    List<String> networks = new ArrayList<>();
    for (Map.Entry<String, List<Row>> network : row.lists("addresses")) {
      networks.add(network.getKey());
      for (Row address : network.getValue()) {
        boolean isFloating = "floating".equals(address.text("OS-EXT-IPS:type"));
        (isFloating ? floating : fixed).add(address.needed("addr"));
      }
    }
    return new Server(
        row.needed("id"),
        row.text("name"),
        row.text("OS-EXT-STS:vm_state"),
        row.needed("tenant_id"),
        row.row("flavor").text("id"),
        row.text("key_name"),
        floating,
        fixed,
        row.rows("os-extended-volumes:volumes_attached").stream()
            .map(volume -> volume.needed("id"))
            .toList(),
        networks);
  }

  static ServerGroup serverGroup(Row row) {
    return new ServerGroup(
        row.needed("id"),
        row.rows("members").stream().map(Row::asText).filter(Objects::nonNull).toList());
  }

  /**
   * A row of the stack list.
   *
   * @throws SourceException if the row does not name its project: then Heat does not take us for an
   *     admin and shows our own project's stacks only (semantics.md section 6)
   */
  static Stack stack(Row row) {
    if (row.text("project") == null) {
      throw new SourceException(
          "openstack: Heat's stack list names no projects, so it is not everybody's; "
              + "give the user of the openstack block the role admin in its project");
    }
    return stack(row, row.needed("project"));
  }

  private static Stack stack(Row row, String project) {
    return new Stack(
        row.needed("id"),
        row.needed("stack_name"),
        project,
        row.text("stack_owner"),
        row.needed("stack_status"),
        row.text("stack_status_reason"),
        row.text("updated_time"));
  }

  /**
   * A stack's own detail, which names its project among the parameters.
   *
   * @return the stack and its outputs, or what tells that it is nested in another
   */
  public static List<Fact> shownStack(Row detail) {
    String parent = detail.text("parent");
    if (parent != null) {
      return one(
          new NestedStack(
              detail.needed("id"),
              parent,
              detail.needed("stack_status"),
              detail.text("updated_time")));
    }
    Stack stack = stack(detail, detail.row("parameters").needed("OS::project_id"));
    return List.of(stack, outputs(stack.id(), detail));
  }

  private static List<Fact> listedStack(Row row) {
    Stack stack = stack(row);
    String parent = row.text("parent");
    return one(
        parent == null
            ? stack
            : new NestedStack(stack.id(), parent, stack.status(), stack.updatedTime()));
  }

  /** The outputs in a stack's detail, each with its fields in an order that never changes. */
  public static StackOutputs outputs(String stackId, Row stack) {
    List<Map<String, Object>> outputs = new ArrayList<>();
    for (Row output : stack.rows("outputs")) {
      Map<String, Object> fields = new TreeMap<>(output.map());
      Map<String, Object> ordered = new LinkedHashMap<>();
      for (String first : List.of("output_key", "output_value", "description")) {
        if (fields.containsKey(first)) {
          ordered.put(first, fields.remove(first));
        }
      }
      ordered.putAll(fields);
      outputs.add(ordered);
    }
    return new StackOutputs(stackId, outputs);
  }

  /**
   * A stack's resource tree, row by row as it comes; resources that made nothing yet are left out.
   *
   * @param listedAs see {@link StackResources}
   * @throws IOException if the body is no list of resources, or ends too early
   */
  public static StackResources resources(String stackId, String listedAs, InputStream body)
      throws IOException {
    List<StackResource> resources = new ArrayList<>();
    JsonPage.read(body, node -> resource(new Row(node)).ifPresent(resources::add));
    return new StackResources(stackId, listedAs, resources);
  }

  /** A resource, unless it made nothing yet. */
  public static Optional<StackResource> resource(Row row) {
    String physicalId = row.text("physical_resource_id");
    String type = row.text("resource_type");
    if (physicalId == null || type == null) {
      return Optional.empty();
    }
    String name = Objects.requireNonNullElse(row.text("resource_name"), physicalId);
    return Optional.of(new StackResource(name, type, physicalId));
  }

  static Volume volume(Row row) {
    return new Volume(
        row.needed("id"),
        row.text("name"),
        row.text("os-vol-tenant-attr:tenant_id"),
        row.text("status"),
        row.text("availability_zone"),
        row.flag("bootable"),
        row.flag("encrypted"),
        row.integer("size"),
        row.text("volume_type"));
  }

  static Network network(Row row) {
    return new Network(
        row.needed("id"),
        row.text("name"),
        row.text("project_id"),
        row.text("status"),
        row.flag("admin_state_up"),
        row.flag("l2_adjacency"),
        row.integer("mtu"),
        row.flag("shared"),
        row.flag("port_security_enabled"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.bench;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Account;
import io.concertim.view.model.layer.CustomField;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Flavor;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Network;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.PortalTeam;
import io.concertim.view.model.layer.PortalTemplate;
import io.concertim.view.model.layer.PortalUser;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackOutputs;
import io.concertim.view.model.layer.StackResource;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.model.layer.Subscription;
import io.concertim.view.model.layer.Volume;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A cloud of any size and one shape: 10 stacks per project, each of 20 servers, 4 volumes and a
 * network, 25 devices in all. The portal shows 9 of 10 stacks as racks with their devices; every
 * tenth is new to it. Every stack has a subscription. The same size is always the same cloud.
 */
final class GeneratedCloud {
  static final int DEVICES_PER_STACK = 25;
  private static final int STACKS_PER_PROJECT = 10;
  private static final int SERVERS = 20;
  private static final int VOLUMES = 4;
  private static final String SERVER_TEMPLATE = id("template", 0);
  private static final String VOLUME_TEMPLATE = id("template", 1);
  private static final String NETWORK_TEMPLATE = id("template", 2);

  private final long seen;
  private final List<Observation> observations = new ArrayList<>();

  private GeneratedCloud(long seen) {
    this.seen = seen;
  }

  /**
   * What a complete read of the three systems gives.
   *
   * @param devices how many, a multiple of 25
   * @param seen when all of it was seen, in microseconds since 1970
   */
  static List<Observation> reading(int devices, long seen) {
    GeneratedCloud cloud = new GeneratedCloud(seen);
    cloud.templates();
    for (int stack = 0; stack < devices / DEVICES_PER_STACK; stack++) {
      if (stack % STACKS_PER_PROJECT == 0) {
        cloud.team(stack / STACKS_PER_PROJECT);
      }
      cloud.stack(stack);
    }
    return cloud.observations;
  }

  /** The layers after that read. */
  static Layers layers(int devices, long seen) {
    return Layers.empty().merge(reading(devices, seen));
  }

  private void add(Kind kind, Fact fact) {
    observations.add(Observation.of(kind, seen, fact));
  }

  private static String id(String kind, int number) {
    return UUID.nameUUIDFromBytes((kind + number).getBytes(StandardCharsets.UTF_8)).toString();
  }

  private void templates() {
    add(Kind.FLAVOR, new Flavor("f1", "m1.small", 1, 2048, 20));
    template(SERVER_TEMPLATE, "m1.small", null, "f1");
    template(VOLUME_TEMPLATE, "Volume", "volume", null);
    template(NETWORK_TEMPLATE, "Network", "network", null);
  }

  private void template(String id, String name, String tag, String flavor) {
    add(Kind.TEMPLATE, new PortalTemplate(id, name, "", 1, tag, flavor, 1, 2048, 20));
  }

  private static PortalTeam portalTeam(int number) {
    return new PortalTeam(
        id("team", number),
        "team " + number,
        id("project", number),
        id("account", number),
        "2026-11-01",
        "2026-11-30",
        0,
        100);
  }

  private void team(int number) {
    PortalTeam team = portalTeam(number);
    add(Kind.TEAM, team);
    add(Kind.PROJECT, new Project(team.projectId(), "CM_team_" + number));
    add(
        Kind.USER,
        new PortalUser(
            id("user", number),
            "user" + number,
            "User " + number,
            "user" + number + "@example.org",
            id("clouduser", number),
            false,
            List.of(team.id())));
    add(
        Kind.ACCOUNT,
        new Account(
            team.billingAccountId(), "CM_team_" + number, "USD", BigDecimal.valueOf(number)));
  }

  private void stack(int number) {
    int team = number / STACKS_PER_PROJECT;
    Stack stack =
        new Stack(
            id("stack", number),
            "cluster_" + number,
            id("project", team),
            "CM_user" + team,
            "CREATE_COMPLETE",
            "Stack CREATE completed successfully",
            null);
    add(Kind.STACK, stack);
    List<Map<String, Object>> outputs = new ArrayList<>();
    for (String key : List.of("gateway_ip", "admin_password", "web_access", "cluster_name")) {
      Map<String, Object> output = new LinkedHashMap<>();
      output.put("output_key", key);
      output.put("output_value", "https://172.24.0.1/" + key + "/" + stack.name());
      output.put("description", "The " + key);
      outputs.add(output);
    }
    add(Kind.STACK_OUTPUTS, new StackOutputs(stack.id(), outputs));
    String subscription = id("subscription", number);
    add(Kind.SUBSCRIPTION, new Subscription(subscription, id("account", team), "ACTIVE"));
    add(
        Kind.CUSTOM_FIELD,
        new CustomField(
            id("field", number), "SUBSCRIPTION", subscription, "openstack_stack_id", stack.id()));
    boolean shown = number % 10 != 9;
    if (shown) {
      rack(number, stack, subscription, portalTeam(team));
    }
    List<StackResource> resources = new ArrayList<>();
    for (int member = 0; member < DEVICES_PER_STACK; member++) {
      resources.add(member(number, member, stack, shown));
    }
    add(Kind.STACK_RESOURCES, new StackResources(stack.id(), null, resources));
  }

  private void rack(int number, Stack stack, String subscription, PortalTeam owner) {
    add(
        Kind.RACK,
        new PortalRack(
            id("rack", number),
            "cluster-" + number,
            42,
            "ACTIVE",
            subscription,
            owner,
            stack.id(),
            stack.owner(),
            stack.projectId(),
            stack.statusReason(),
            "[]",
            "",
            Map.of()));
  }

  private StackResource member(int number, int member, Stack stack, boolean shown) {
    int object = number * DEVICES_PER_STACK + member;
    if (member < SERVERS) {
      Server server =
          new Server(
              id("server", object),
              "node_" + member + "." + stack.name(),
              "active",
              stack.projectId(),
              "f1",
              "key-" + stack.name(),
              List.of(),
              List.of("10.0." + member + "." + number % 250),
              List.of(),
              List.of(stack.name() + "-net0"));
      add(Kind.SERVER, server);
      if (shown) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("ssh_key", server.keyName());
        details.put("volume_details", "[]");
        details.put("public_ips", "[]");
        details.put("private_ips", "['" + server.privateIps().get(0) + "']");
        details.put("login_user", "");
        device(number, member, server.id(), "Instance", SERVER_TEMPLATE, details);
      }
      return new StackResource("server" + member, "OS::Nova::Server", server.id());
    }
    if (member < SERVERS + VOLUMES) {
      String id = id("volume", object);
      String name = stack.name() + "-vol" + member;
      add(
          Kind.VOLUME,
          new Volume(
              id, name, stack.projectId(), "in-use", "nova", false, false, 20, "__DEFAULT__"));
      if (shown) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("availability_zone", "nova");
        details.put("bootable", false);
        details.put("encrypted", false);
        details.put("size", 20);
        details.put("volume_type", "__DEFAULT__");
        device(number, member, id, "Volume", VOLUME_TEMPLATE, details);
      }
      return new StackResource("volume" + member, "OS::Cinder::Volume", id);
    }
    String id = id("network", object);
    add(
        Kind.NETWORK,
        new Network(
            id,
            stack.name() + "-net0",
            stack.projectId(),
            "ACTIVE",
            true,
            true,
            1450,
            false,
            true));
    if (shown) {
      Map<String, Object> details = new LinkedHashMap<>();
      details.put("admin_state_up", true);
      details.put("l2_adjacency", true);
      details.put("mtu", 1450);
      details.put("shared", false);
      details.put("port_security_enabled", true);
      device(number, member, id, "Network", NETWORK_TEMPLATE, details);
    }
    return new StackResource("network0", "OS::Neutron::Net", id);
  }

  private void device(
      int stack,
      int member,
      String cloudId,
      String type,
      String template,
      Map<String, Object> details) {
    add(
        Kind.DEVICE,
        new PortalDevice(
            id("device", stack * DEVICES_PER_STACK + member),
            type + "-" + member + "-cluster-" + stack,
            type,
            "Device created from Cloud by Concertim Service",
            "ACTIVE",
            0,
            template,
            id("rack", stack),
            member + 1,
            member + 1,
            "f",
            cloudId,
            id("stack", stack),
            "[]",
            details));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

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
import io.concertim.view.model.layer.ServerGroup;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackOutputs;
import io.concertim.view.model.layer.StackResource;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.model.layer.Subscription;
import io.concertim.view.model.layer.Volume;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the three systems show, with a default for all that a test does not name: team {@code t1}
 * owns project {@code p1}, stacks are finished, servers run with flavor {@code f1}. What is added
 * later was seen later, and so replaces what was added of the same thing before.
 */
final class Facts {
  static final String REASON = "Stack CREATE completed successfully";
  static final MappingSettings SETTINGS = new MappingSettings(42, true);

  private final List<Observation> observations = new ArrayList<>();

  /** Nothing at all. */
  static Facts none() {
    return new Facts();
  }

  /** One team with its project, the two tagged templates, and a flavor of one unit. */
  static Facts standard() {
    return none()
        .team("t1", "p1", "a1")
        .project("p1", "CM_Alpha")
        .flavor("f1", 1)
        .template("tpl-f1", t -> t.foreignId = "f1")
        .tagged("volume", 2)
        .tagged("network", 1);
  }

  /** The stack s1 in rack r1, which the portal shows as it is. */
  static Facts knownCluster() {
    return standard().stack("s1").outputs("s1", List.of()).rack("r1", r -> r.stackId = "s1");
  }

  Facts add(Kind kind, Fact fact) {
    return add(Observation.of(kind, now(), fact));
  }

  private long now() {
    return 1000L + observations.size();
  }

  Facts add(Observation observation) {
    observations.add(observation);
    return this;
  }

  Facts gone(Kind kind, String id) {
    return add(Observation.gone(kind, id, now()));
  }

  List<Observation> observations() {
    return observations;
  }

  Layers layers() {
    return Layers.empty().merge(observations);
  }

  MappedView map() {
    return map(Map.of());
  }

  MappedView map(Map<String, Place> given) {
    return new MappedView(ViewMapping.map(layers(), given, SETTINGS));
  }

  // Concertim

  Facts team(String id, String project, String account) {
    return add(
        Kind.TEAM,
        new PortalTeam(id, "Team " + id, project, account, "2024-01-01", "2024-01-31", 1.5, 20.0));
  }

  Facts user(String id, boolean root, String... teams) {
    return add(
        Kind.USER, new PortalUser(id, id, "Full " + id, id + "@x", null, root, List.of(teams)));
  }

  /** A template as the portal shows it. */
  static final class TemplateSpec {
    String name;
    int height = 1;
    String tag;
    String foreignId;
    Integer vcpus = 1;
    Integer ram = 1024;
    Integer disk = 10;
  }

  Facts template(String id, Consumer<TemplateSpec> change) {
    TemplateSpec t = new TemplateSpec();
    t.name = id;
    change.accept(t);
    return add(
        Kind.TEMPLATE,
        new PortalTemplate(id, t.name, null, t.height, t.tag, t.foreignId, t.vcpus, t.ram, t.disk));
  }

  Facts tagged(String tag, int height) {
    return template(
        "tpl-" + tag,
        t -> {
          t.name = tag;
          t.height = height;
          t.tag = tag;
          t.vcpus = null;
          t.ram = null;
          t.disk = null;
        });
  }

  /** A rack as the portal shows it, in agreement with a stack of the defaults. */
  static final class RackSpec {
    String name;
    int height = 42;
    String status = "ACTIVE";
    String orderId;
    PortalTeam owner =
        new PortalTeam("t1", "Team t1", "p1", "a1", "2024-01-01", "2024-01-31", 1.5, 20.0);
    String stackId;
    String creator = "CM_anna";
    String project = "p1";
    String reason = REASON;
    String outputText = "[]";
    String creationOutput = "";
  }

  Facts rack(String id, Consumer<RackSpec> change) {
    RackSpec r = new RackSpec();
    r.name = id;
    r.orderId = "order-" + id;
    change.accept(r);
    return add(
        Kind.RACK,
        new PortalRack(
            id,
            r.name,
            r.height,
            r.status,
            r.orderId,
            r.owner,
            r.stackId,
            r.creator,
            r.project,
            r.reason,
            r.outputText,
            r.creationOutput,
            Map.of()));
  }

  /** A device as the portal shows it, in rack r1 of stack s1. */
  static final class DeviceSpec {
    String name;
    String status = "ACTIVE";
    String templateId = "tpl-f1";
    String rackId = "r1";
    int start = 1;
    int end = 1;
    String cloudId;
    String stackId = "s1";
    String interfaces = "['net']";
    final Map<String, Object> details = new LinkedHashMap<>();
  }

  Facts instance(String id, String server, Consumer<DeviceSpec> change) {
    return device(
        id,
        Kind.SERVER.deviceType(),
        d -> {
          d.cloudId = server;
          d.details.put("ssh_key", "key");
          d.details.put("login_user", "");
          d.details.put("volume_details", "[]");
          d.details.put("public_ips", "[]");
          d.details.put("private_ips", "['10.0.0.1']");
          change.accept(d);
        });
  }

  Facts volumeDevice(String id, String volume, Consumer<DeviceSpec> change) {
    return device(
        id,
        Kind.VOLUME.deviceType(),
        d -> {
          d.cloudId = volume;
          d.templateId = "tpl-volume";
          d.details.put("availability_zone", "nova");
          d.details.put("bootable", false);
          d.details.put("encrypted", false);
          d.details.put("size", 10);
          d.details.put("volume_type", "ssd");
          change.accept(d);
        });
  }

  Facts networkDevice(String id, String network, Consumer<DeviceSpec> change) {
    return device(
        id,
        Kind.NETWORK.deviceType(),
        d -> {
          d.cloudId = network;
          d.templateId = "tpl-network";
          d.start = 42;
          d.end = 42;
          d.details.put("admin_state_up", true);
          d.details.put("l2_adjacency", true);
          d.details.put("mtu", 1500);
          d.details.put("shared", false);
          d.details.put("port_security_enabled", true);
          change.accept(d);
        });
  }

  private Facts device(String id, String type, Consumer<DeviceSpec> change) {
    DeviceSpec d = new DeviceSpec();
    d.name = id;
    change.accept(d);
    return add(
        Kind.DEVICE,
        new PortalDevice(
            id,
            d.name,
            type,
            "a device",
            d.status,
            0.5,
            d.templateId,
            d.rackId,
            d.start,
            d.end,
            "f",
            d.cloudId,
            d.stackId,
            d.interfaces,
            d.details));
  }

  // OpenStack

  Facts project(String id, String name) {
    return add(Kind.PROJECT, new Project(id, name));
  }

  Facts flavor(String id, int vcpus) {
    return flavor(id, "name-" + id, vcpus, 10);
  }

  Facts flavor(String id, String name, int vcpus, int disk) {
    return add(Kind.FLAVOR, new Flavor(id, name, vcpus, 1024, disk));
  }

  /** A finished stack of project p1. */
  static final class StackSpec {
    String name;
    String project = "p1";
    String owner = "CM_anna";
    String status = "CREATE_COMPLETE";
    String reason = REASON;
  }

  Facts stack(String id, Consumer<StackSpec> change) {
    StackSpec s = new StackSpec();
    s.name = id;
    change.accept(s);
    return add(Kind.STACK, new Stack(id, s.name, s.project, s.owner, s.status, s.reason, null));
  }

  Facts stack(String id) {
    return stack(id, s -> {});
  }

  /** A stack with an order, and with these servers as its only resources. */
  Facts cluster(String stack, String... servers) {
    stack(stack).order(stack, "order-" + stack);
    List<StackResource> resources = new ArrayList<>();
    for (String server : servers) {
      server(server);
      resources.add(serverResource(server));
    }
    return resources(stack, resources.toArray(StackResource[]::new));
  }

  Facts outputs(String stack, List<Map<String, Object>> outputs) {
    return add(Kind.STACK_OUTPUTS, new StackOutputs(stack, outputs));
  }

  Facts resources(String stack, StackResource... resources) {
    return add(Kind.STACK_RESOURCES, new StackResources(stack, null, List.of(resources)));
  }

  static StackResource serverResource(String id) {
    return resource("OS::Nova::Server", id);
  }

  static StackResource volumeResource(String id) {
    return resource("OS::Cinder::Volume", id);
  }

  static StackResource networkResource(String id) {
    return resource("OS::Neutron::Net", id);
  }

  /** Heat shows an attachment under the id of its volume. */
  static StackResource attachmentResource(String volume) {
    return resource("OS::Cinder::VolumeAttachment", volume);
  }

  static StackResource groupResource(String id) {
    return resource("OS::Nova::ServerGroup", id);
  }

  static StackResource resource(String type, String id) {
    return new StackResource("the_" + id, type, id);
  }

  Facts group(String id, String... servers) {
    return add(Kind.SERVER_GROUP, new ServerGroup(id, List.of(servers)));
  }

  /** A running server of project p1. */
  static final class ServerSpec {
    String name;
    String state = "active";
    String project = "p1";
    String flavor = "f1";
    String key = "key";
    List<String> publicIps = List.of();
    List<String> privateIps = List.of("10.0.0.1");
    List<String> volumes = List.of();
    List<String> networks = List.of("net");
  }

  Facts server(String id, Consumer<ServerSpec> change) {
    ServerSpec s = new ServerSpec();
    s.name = id;
    change.accept(s);
    return add(
        Kind.SERVER,
        new Server(
            id,
            s.name,
            s.state,
            s.project,
            s.flavor,
            s.key,
            s.publicIps,
            s.privateIps,
            s.volumes,
            s.networks));
  }

  Facts server(String id) {
    return server(id, s -> {});
  }

  /** A volume in use. */
  static final class VolumeSpec {
    String name;
    String status = "in-use";
    String zone = "nova";
    Boolean bootable = false;
    Boolean encrypted = false;
    Integer size = 10;
    String type = "ssd";
  }

  Facts volume(String id, Consumer<VolumeSpec> change) {
    VolumeSpec v = new VolumeSpec();
    v.name = id;
    change.accept(v);
    return add(
        Kind.VOLUME,
        new Volume(id, v.name, "p1", v.status, v.zone, v.bootable, v.encrypted, v.size, v.type));
  }

  Facts volume(String id) {
    return volume(id, v -> {});
  }

  /** A network that is up. */
  static final class NetworkSpec {
    String name;
    String status = "ACTIVE";
    Boolean adminStateUp = true;
    Boolean l2Adjacency = true;
    Integer mtu = 1500;
    Boolean shared = false;
    Boolean portSecurity = true;
  }

  Facts network(String id, Consumer<NetworkSpec> change) {
    NetworkSpec n = new NetworkSpec();
    n.name = id;
    change.accept(n);
    return add(
        Kind.NETWORK,
        new Network(
            id,
            n.name,
            "p1",
            n.status,
            n.adminStateUp,
            n.l2Adjacency,
            n.mtu,
            n.shared,
            n.portSecurity));
  }

  Facts network(String id) {
    return network(id, n -> {});
  }

  // Kill Bill

  Facts order(String stack, String subscription) {
    return order(stack, subscription, "ACTIVE");
  }

  Facts order(String stack, String subscription, String state) {
    return add(Kind.SUBSCRIPTION, new Subscription(subscription, "a1", state))
        .add(
            Kind.CUSTOM_FIELD,
            new CustomField(
                "field-" + subscription,
                "SUBSCRIPTION",
                subscription,
                "openstack_stack_id",
                stack));
  }

  Facts account(String id, String credit) {
    return add(Kind.ACCOUNT, new Account(id, id, "EUR", new BigDecimal(credit)));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    observations.forEach(o -> text.append('\n').append(o));
    return text.toString();
  }
}

package io.concertim.view.queue;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Handler;

/**
 * What a notification says to look at again (openstack.md, "The bus"). It decides nothing else
 * (design D8).
 */
public final class Notifications {
  private final Supplier<Layers> known;

  /** How the events of one family are read; no family's name begins with another's and a dot. */
  private final Map<String, Function<Envelope, List<Mark>>> families =
      Map.ofEntries(
          Map.entry("compute.instance", Notifications::server),
          Map.entry("instance", Notifications::versionedServer),
          Map.entry("compute_task.build_instances", Notifications::unbuilt),
          Map.entry("servergroup", Notifications::serverGroup),
          Map.entry("server_group", Notifications::serverGroup),
          Map.entry("orchestration.stack", Notifications::stack),
          Map.entry("volume", Notifications::volume),
          Map.entry("network", Notifications::network),
          Map.entry("port", Notifications::port),
          Map.entry("floatingip", this::floatingIp),
          Map.entry("identity.project", Notifications::project),
          Map.entry("identity.role_assignment", Notifications::roleAssignment));

  /**
   * @param known the layers as they are now
   */
  public Notifications(Supplier<Layers> known) {
    this.known = known;
  }

  /**
   * The marks of a message; none if it does not concern us.
   *
   * @throws MalformedNotificationException if it is no notification
   */
  @Handler
  public List<Mark> marks(@Body byte[] body) {
    return Envelope.open(body, this::matters)
        .map(
            notification ->
                family(notification.eventType()).apply(notification).stream()
                    .map(mark -> mark.because(notification.eventType(), notification.sent()))
                    .toList())
        .orElse(List.of());
  }

  /** Audits come every hour for everything, and a start is followed by what it came to. */
  private boolean matters(String type) {
    return family(type) != null
        && !type.endsWith(".exists")
        && (!type.endsWith(".start") || type.startsWith("orchestration.stack."));
  }

  private Function<Envelope, List<Mark>> family(String type) {
    for (Map.Entry<String, Function<Envelope, List<Mark>>> family : families.entrySet()) {
      if (type.startsWith(family.getKey() + ".") || type.equals(family.getKey())) {
        return family.getValue();
      }
    }
    return null;
  }

  private static List<Mark> server(Envelope event) {
    List<Mark> marks = new ArrayList<>();
    marks.add(server(event, event.needed("/instance_id"), event.text("/state")));
    addVolume(event.text("/volume_id"), marks);
    return marks;
  }

  private static List<Mark> versionedServer(Envelope event) {
    List<Mark> marks = new ArrayList<>();
    marks.add(
        server(
            event, event.needed("/nova_object.data/uuid"), event.text("/nova_object.data/state")));
    addVolume(event.text("/nova_object.data/volume_id"), marks);
    return marks;
  }

  private static Mark server(Envelope event, String id, String state) {
    boolean gone = event.ends("delete.end");
    return new Mark(Kind.SERVER, id, gone, event.ends("end") && !gone ? state : null);
  }

  private static void addVolume(String id, List<Mark> marks) {
    if (id != null) {
      marks.add(Mark.of(Kind.VOLUME, id));
    }
  }

  /** No host was found for it. */
  private static List<Mark> unbuilt(Envelope event) {
    String id = event.text("/instance_id");
    return id == null ? List.of() : List.of(Mark.of(Kind.SERVER, id));
  }

  private static List<Mark> serverGroup(Envelope event) {
    String id = event.needed("/server_group_id", "/nova_object.data/uuid");
    return List.of(new Mark(Kind.SERVER_GROUP, id, event.ends("delete"), null));
  }

  private static List<Mark> stack(Envelope event) {
    String identity = event.needed("/stack_identity");
    String id = identity.substring(identity.lastIndexOf('/') + 1);
    boolean gone = event.ends("delete.end");
    boolean ended = event.ends("end") || event.ends("error");
    Mark mark = new Mark(Kind.STACK, id, gone, ended && !gone ? event.text("/state") : null);
    // Billing is tagged with the stack a little after it exists (python-defects A5).
    return event.isType("orchestration.stack.create") || event.isType("orchestration.stack.update")
        ? List.of(mark, Mark.of(Kind.SUBSCRIPTION, id))
        : List.of(mark);
  }

  private static List<Mark> volume(Envelope event) {
    boolean gone = event.ends("delete.end");
    String state = event.ends("end") && !gone ? event.text("/status") : null;
    return List.of(new Mark(Kind.VOLUME, event.needed("/volume_id"), gone, state));
  }

  private static List<Mark> network(Envelope event) {
    List<Mark> marks = new ArrayList<>();
    for (JsonNode network : event.payload().path("networks")) {
      marks.add(Mark.of(Kind.NETWORK, network.path("id").asText()));
    }
    if (marks.isEmpty()) {
      String id = event.needed("/network_id", "/network/id");
      marks.add(new Mark(Kind.NETWORK, id, event.ends("delete.end"), null));
    }
    return marks;
  }

  private static List<Mark> port(Envelope event) {
    List<Mark> marks = new ArrayList<>();
    List<JsonNode> ports = new ArrayList<>(List.of(event.payload().path("port")));
    event.payload().path("ports").forEach(ports::add);
    for (JsonNode port : ports) {
      String server = attachedServer(port);
      if (server != null) {
        marks.add(Mark.of(Kind.SERVER, server));
      }
    }
    return marks;
  }

  /**
   * The server of its port, and those that have one of its addresses, as an address that is taken
   * away names no port.
   */
  private List<Mark> floatingIp(Envelope event) {
    String project = event.text("/floatingip/tenant_id");
    String fixed = event.text("/floatingip/fixed_ip_address");
    String floating = event.text("/floatingip/floating_ip_address");
    String attached = attachedServer(event.payload().at("/floatingip/port_details"));
    List<Mark> marks = new ArrayList<>();
    if (attached != null) {
      marks.add(new Mark(Kind.SERVER, attached, false, has(fixed, floating)));
    }
    for (Server server : known.get().facts(Server.class)) {
      if (server.id().equals(attached)) {
        continue;
      }
      if (fixed != null
          && Objects.equals(server.projectId(), project)
          && server.privateIps().contains(fixed)) {
        marks.add(new Mark(Kind.SERVER, server.id(), false, has(fixed, floating)));
      } else if (floating != null && server.publicIps().contains(floating)) {
        marks.add(new Mark(Kind.SERVER, server.id(), false, Expectations.LACKS + floating));
      }
    }
    return marks;
  }

  /** Null where no address is given to anything. */
  private static String has(String fixed, String floating) {
    return fixed == null || floating == null ? null : Expectations.HAS + floating;
  }

  /** The server that has the port; null if none has. */
  private static String attachedServer(JsonNode port) {
    String id = port.path("device_id").asText();
    return port.path("device_owner").asText().startsWith("compute:") && !id.isEmpty() ? id : null;
  }

  private static List<Mark> project(Envelope event) {
    String id = event.needed("/resource_info", "/target/id");
    return List.of(new Mark(Kind.PROJECT, id, event.ends("deleted"), null));
  }

  /** Not every role is given in a project. */
  private static List<Mark> roleAssignment(Envelope event) {
    String id = event.text("/project");
    return id == null ? List.of() : List.of(Mark.of(Kind.PROJECT, id));
  }
}

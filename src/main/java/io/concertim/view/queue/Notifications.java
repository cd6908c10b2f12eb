// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Server;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/**
 * What a notification says to look at again (openstack.md, "The bus"). It decides nothing else
 * (decision D8).
 */
public final class Notifications {
  /** What of Nova's versioned notifications changes what is shown. */
  private static final Set<String> VERSIONED =
      Set.of("instance.", "server_group.", "servergroup.", "compute_task.");

  /** So many objects of one message are read one by one; of more the list is read. */
  private static final int MOST = 100;

  private final Supplier<Layers> known;

  /** How the events of one family are read; no family's name begins with another's and a dot. */
  private final Map<String, Function<Envelope, List<ReadRequest>>> families =
      Map.ofEntries(
          Map.entry("compute.instance", Notifications::server),
          Map.entry("instance", Notifications::versionedServer),
          Map.entry("compute_task", Notifications::unbuilt),
          Map.entry("servergroup", Notifications::serverGroup),
          Map.entry("server_group", Notifications::serverGroup),
          Map.entry("orchestration.stack", Notifications::stack),
          Map.entry("orchestration.autoscaling", Notifications::scaled),
          Map.entry("volume", Notifications::volume),
          Map.entry("volumes.reset_status", Notifications::resetVolume),
          Map.entry("backup", Notifications::backedUpVolume),
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
   * The type of a message, such as {@code compute.instance.update}.
   *
   * @throws MalformedNotificationException if it is no notification
   */
  public String eventType(@Body byte[] body) {
    return Envelope.eventType(body);
  }

  /**
   * What to read again because of a message; nothing if its type is of no family that is known.
   *
   * @param eventType the message's type
   * @throws MalformedNotificationException if it lacks what its type promises
   */
  public List<ReadRequest> requests(
      @Body byte[] body, @ExchangeProperty("eventType") String eventType) {
    Function<Envelope, List<ReadRequest>> family = family(eventType);
    if (family == null) {
      return List.of();
    }
    Envelope notification = Envelope.open(body);
    return bounded(notification, family).stream()
        .map(request -> request.because(eventType, notification.sent()))
        .toList();
  }

  private static List<ReadRequest> bounded(
      Envelope notification, Function<Envelope, List<ReadRequest>> family) {
    String type = notification.eventType();
    if (notification.isVersioned() && VERSIONED.stream().noneMatch(type::startsWith)) {
      return List.of();
    }
    Set<ReadRequest> requests = new LinkedHashSet<>(family.apply(notification));
    for (ReadRequest request : requests) {
      if (!ReadRequest.isPossible(request.id())) {
        throw impossibleId(type, request.kind());
      }
    }
    return requests.size() <= MOST
        ? List.copyOf(requests)
        : requests.stream().map(ReadRequest::kind).distinct().map(ReadRequest::list).toList();
  }

  private static MalformedNotificationException impossibleId(String type, Kind kind) {
    return new MalformedNotificationException(
        "the payload of " + type + " has an id that no " + kind.label() + " can have");
  }

  private Function<Envelope, List<ReadRequest>> family(String type) {
    for (Map.Entry<String, Function<Envelope, List<ReadRequest>>> family : families.entrySet()) {
      if (type.startsWith(family.getKey() + ".") || type.equals(family.getKey())) {
        return family.getValue();
      }
    }
    return null;
  }

  private static List<ReadRequest> server(Envelope event) {
    List<ReadRequest> requests = new ArrayList<>();
    requests.add(server(event, event.needed("/instance_id"), event.text("/state")));
    addVolume(event.text("/volume_id"), requests);
    return requests;
  }

  private static List<ReadRequest> versionedServer(Envelope event) {
    List<ReadRequest> requests = new ArrayList<>();
    requests.add(
        server(
            event, event.needed("/nova_object.data/uuid"), event.text("/nova_object.data/state")));
    addVolume(event.text("/nova_object.data/volume_id"), requests);
    return requests;
  }

  private static ReadRequest server(Envelope event, String id, String state) {
    boolean gone = event.ends("delete.end");
    return new ReadRequest(Kind.SERVER, id, gone, event.ends("end") && !gone ? state : null);
  }

  private static void addVolume(String id, List<ReadRequest> requests) {
    if (id != null) {
      requests.add(ReadRequest.of(Kind.VOLUME, id));
    }
  }

  /** No host was found for it, or it could not be moved. */
  private static List<ReadRequest> unbuilt(Envelope event) {
    String id =
        event.text(event.isVersioned() ? "/nova_object.data/instance_uuid" : "/instance_id");
    return id == null ? List.of() : List.of(ReadRequest.of(Kind.SERVER, id));
  }

  private static List<ReadRequest> serverGroup(Envelope event) {
    String id = event.needed("/server_group_id", "/nova_object.data/uuid");
    return List.of(new ReadRequest(Kind.SERVER_GROUP, id, event.ends("delete"), null));
  }

  private static List<ReadRequest> stack(Envelope event) {
    String id = stackId(event);
    boolean gone = event.ends("delete.end");
    boolean ended = event.ends("end") || event.ends("error");
    ReadRequest request =
        new ReadRequest(Kind.STACK, id, gone, ended && !gone ? event.text("/state") : null);
    // Billing is tagged with the stack a little after it exists (python-defects A5).
    return event.isType("orchestration.stack.create") || event.isType("orchestration.stack.update")
        ? List.of(request, ReadRequest.of(Kind.SUBSCRIPTION, id))
        : List.of(request);
  }

  /** Of a stack whose size has been changed by one of its own resources. */
  private static List<ReadRequest> scaled(Envelope event) {
    return List.of(ReadRequest.of(Kind.STACK, stackId(event)));
  }

  private static String stackId(Envelope event) {
    String identity = event.needed("/stack_identity");
    String id = identity.substring(identity.lastIndexOf('/') + 1);
    if (id.isEmpty()) {
      throw impossibleId(event.eventType(), Kind.STACK);
    }
    return id;
  }

  /** An operator has set the status (cinder/api/contrib/admin_actions.py). */
  private static List<ReadRequest> resetVolume(Envelope event) {
    return List.of(ReadRequest.of(Kind.VOLUME, event.needed("/id", "/volume_id")));
  }

  /** A volume has another status while it is backed up or restored. */
  private static List<ReadRequest> backedUpVolume(Envelope event) {
    List<ReadRequest> requests = new ArrayList<>();
    if (event.ends("end") || event.ends("error")) {
      addVolume(event.text("/volume_id"), requests);
    }
    return requests;
  }

  private static List<ReadRequest> volume(Envelope event) {
    if (event.eventType().equals("volume.usage")) {
      return List.of(); // statistics, once for each attached volume and poll
    }
    boolean gone = event.ends("delete.end");
    String state = event.ends("end") && !gone ? event.text("/status") : null;
    return List.of(new ReadRequest(Kind.VOLUME, event.needed("/volume_id"), gone, state));
  }

  private static List<ReadRequest> network(Envelope event) {
    List<ReadRequest> requests = new ArrayList<>();
    for (JsonNode network : event.payload().path("networks")) {
      requests.add(ReadRequest.of(Kind.NETWORK, event.neededAt(network, "/id")));
    }
    if (requests.isEmpty()) {
      String id = event.needed("/network_id", "/network/id");
      requests.add(new ReadRequest(Kind.NETWORK, id, event.ends("delete.end"), null));
    }
    return requests;
  }

  private static List<ReadRequest> port(Envelope event) {
    List<ReadRequest> requests = new ArrayList<>();
    List<JsonNode> ports = new ArrayList<>(List.of(event.payload().path("port")));
    event.payload().path("ports").forEach(ports::add);
    for (JsonNode port : ports) {
      String server = attachedServer(port);
      if (server != null) {
        requests.add(ReadRequest.of(Kind.SERVER, server));
      }
    }
    return requests;
  }

  /**
   * The server of its port, and those that have one of its addresses, as an address that is taken
   * away names no port.
   */
  private List<ReadRequest> floatingIp(Envelope event) {
    String project = event.text("/floatingip/tenant_id");
    String fixed = event.text("/floatingip/fixed_ip_address");
    String floating = event.text("/floatingip/floating_ip_address");
    String attached = attachedServer(event.payload().at("/floatingip/port_details"));
    List<ReadRequest> requests = new ArrayList<>();
    if (attached != null) {
      requests.add(new ReadRequest(Kind.SERVER, attached, false, has(fixed, floating)));
    }
    for (Server server : known.get().facts(Server.class)) {
      if (server.id().equals(attached)) {
        continue;
      }
      if (fixed != null
          && Objects.equals(server.projectId(), project)
          && server.privateIps().contains(fixed)) {
        requests.add(new ReadRequest(Kind.SERVER, server.id(), false, has(fixed, floating)));
      } else if (floating != null && server.publicIps().contains(floating)) {
        requests.add(
            new ReadRequest(Kind.SERVER, server.id(), false, ReadRequest.LACKS + floating));
      }
    }
    return requests;
  }

  /** Null where no address is given to anything. */
  private static String has(String fixed, String floating) {
    return fixed == null || floating == null ? null : ReadRequest.HAS + floating;
  }

  /** The server that has the port; null if none has. */
  private static String attachedServer(JsonNode port) {
    String owner = Envelope.textAt(port, "/device_owner");
    return owner != null && owner.startsWith("compute:")
        ? Envelope.textAt(port, "/device_id")
        : null;
  }

  private static List<ReadRequest> project(Envelope event) {
    String id = event.needed("/resource_info", "/target/id");
    return List.of(new ReadRequest(Kind.PROJECT, id, event.ends("deleted"), null));
  }

  /** Not every role is given in a project. */
  private static List<ReadRequest> roleAssignment(Envelope event) {
    String id = event.text("/project");
    return id == null ? List.of() : List.of(ReadRequest.of(Kind.PROJECT, id));
  }
}

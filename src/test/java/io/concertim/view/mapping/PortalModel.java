package io.concertim.view.mapping;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.PortalTeam;
import io.concertim.view.model.layer.PortalTemplate;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A small model of fe_updates and Concertim: what the first sends of a view (suite.md section 4),
 * and what the second then stores or refuses (concertim-api.md). All values travel as Python text.
 */
final class PortalModel {
  private static final Set<String> BOOLEANS =
      Set.of(
          "bootable",
          "encrypted",
          "admin_state_up",
          "l2_adjacency",
          "shared",
          "port_security_enabled");
  private static final Set<String> INTEGERS = Set.of("size", "mtu");
  private static final Map<String, Set<String>> STATUSES =
      Map.of(
          "Instance", Set.of("IN_PROGRESS", "FAILED", "ACTIVE", "STOPPED", "SUSPENDED"),
          "Volume", Set.of("IN_PROGRESS", "FAILED", "ACTIVE", "AVAILABLE"),
          "Network", Set.of("IN_PROGRESS", "FAILED", "ACTIVE", "STOPPED"));

  private final Layers cloudAndBilling;
  private final Map<String, PortalTeam> teams = new LinkedHashMap<>();
  private final Map<String, PortalTemplate> templates = new LinkedHashMap<>();
  private final Map<String, PortalRack> racks = new LinkedHashMap<>();
  private final Map<String, PortalDevice> devices = new LinkedHashMap<>();
  private final List<Observation> users = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private int ids;

  PortalModel(Layers layers) {
    cloudAndBilling = layers.without(o -> o.kind().source() == Source.CONCERTIM);
    layers.facts(PortalTeam.class).forEach(t -> teams.put(t.id(), t));
    layers.facts(PortalTemplate.class).forEach(t -> templates.put(t.id(), t));
    layers.facts(PortalRack.class).forEach(r -> racks.put(r.id(), r));
    layers.facts(PortalDevice.class).forEach(d -> devices.put(d.id(), d));
    users.addAll(layers.observations(Kind.USER));
  }

  /** The same cloud and billing, with what the portal shows now. */
  Layers layers() {
    List<Observation> shown = new ArrayList<>(users);
    show(shown, Kind.TEAM, teams);
    show(shown, Kind.TEMPLATE, templates);
    show(shown, Kind.RACK, racks);
    show(shown, Kind.DEVICE, devices);
    return cloudAndBilling.merge(shown);
  }

  private static void show(List<Observation> shown, Kind kind, Map<String, ? extends Fact> facts) {
    facts.values().forEach(fact -> shown.add(Observation.of(kind, 5000, fact)));
  }

  List<String> refused() {
    return refused;
  }

  PortalDevice deviceOf(String cloudId) {
    return devices.values().stream()
        .filter(d -> cloudId.equals(d.cloudId()))
        .findFirst()
        .orElseThrow();
  }

  /** One pass of fe_updates over the view; gives the requests it sent. */
  List<String> apply(Mapped view) {
    sent.clear();
    Map<PairedId, String> templateIds = new HashMap<>();
    view.templates().forEach(t -> templateIds.put(t.id(), send(t)));
    Map<BilledId, String> rackIds = new HashMap<>();
    Set<BilledId> pending = new HashSet<>();
    for (Rack rack : view.racks()) {
      if (rack.pending() == null) {
        rackIds.put(rack.id(), send(rack));
      } else {
        pending.add(rack.id());
      }
    }
    for (Device device : view.devices()) {
      if (!pending.contains(device.rackId())) {
        send(device, rackIds.get(device.rackId()), templateIds.get(device.templateId()));
      }
    }
    return List.copyOf(sent);
  }

  private String send(Template template) {
    if (template.id().concertim() != null) {
      if (template.updated()) {
        sent.add("PATCH template " + template.id());
      }
      return template.id().concertim();
    }
    sent.add("POST template " + template.id());
    String name = template.name().cloud();
    boolean taken = templates.values().stream().anyMatch(t -> t.name().equals(name));
    if (taken || name.isEmpty() || name.length() > 255 || template.disk() < 1) {
      refused.add("template " + template);
      return null;
    }
    String id = newId("template");
    templates.put(
        id,
        new PortalTemplate(
            id,
            name,
            template.description(),
            template.height(),
            null,
            template.id().cloud(),
            template.vcpus(),
            template.ram(),
            template.disk()));
    return id;
  }

  private String send(Rack rack) {
    String id = rack.id().concertim();
    if (rack.deleteMarker() && id != null) {
      sent.add("DELETE rack " + rack.id());
      racks.remove(id);
      devices.values().removeIf(device -> id.equals(device.rackId()));
      return id;
    }
    if (id != null && (rack.id().cloud() == null || !rack.updated())) {
      return id;
    }
    sent.add((id == null ? "POST rack " : "PATCH rack ") + rack.id());
    PortalRack stored = stored(rack, id == null ? newId("rack") : id);
    if (!rack.metadata().containsKey("creator_cloud_name")
        || !stored.name().matches("[A-Za-z0-9_-]+")
        || !Set.of("IN_PROGRESS", "FAILED", "ACTIVE", "STOPPED").contains(stored.status())
        || racks.values().stream().anyMatch(other -> clash(stored, other))) {
      refused.add("rack " + rack);
      return null;
    }
    racks.put(stored.id(), stored);
    return stored.id();
  }

  private static boolean clash(PortalRack stored, PortalRack other) {
    return !other.id().equals(stored.id())
        && ((other.name().equals(stored.name())
                && Objects.equals(other.owner().id(), stored.owner().id()))
            || (stored.orderId() != null && stored.orderId().equals(other.orderId())));
  }

  private PortalRack stored(Rack rack, String id) {
    PortalRack before = racks.get(id);
    String outputs =
        rack.outputs().stream()
            .map(o -> "('" + o.get("output_key") + "', " + PythonText.repr(o) + ")")
            .collect(Collectors.joining(", ", "[", "]"));
    return new PortalRack(
        id,
        rack.name().cloud(),
        rack.height(),
        rack.status(),
        before == null ? rack.id().billing() : before.orderId(),
        before == null ? teams.get(rack.teamId().concertim()) : before.owner(),
        rack.id().cloud(),
        text(rack.metadata().get("creator_cloud_name")),
        rack.teamId().cloud(),
        text(rack.statusReason()),
        outputs,
        rack.creationOutput(),
        Map.of());
  }

  /** The reader takes an empty text for none. */
  private static String text(String value) {
    return value == null || value.isEmpty() ? null : value;
  }

  private void send(Device device, String rackId, String templateId) {
    String id = device.id().concertim();
    if (device.deleteMarker() && id != null) {
      sent.add("DELETE device " + device.id());
      devices.remove(id);
      return;
    }
    if (id != null && (device.id().cloud() == null || !device.updated())) {
      return;
    }
    if (id != null && !devices.containsKey(id)) {
      return; // it went with its rack: 404, which fe_updates passes over
    }
    sent.add((id == null ? "POST device " : "PATCH device ") + device.id());
    PortalDevice stored = stored(device, id, rackId, templateId);
    if (stored == null
        || !stored.name().matches("[A-Za-z0-9.-]{1,150}")
        || !STATUSES.get(stored.type()).contains(stored.status())
        || devices.values().stream().anyMatch(other -> clash(stored, other))) {
      refused.add("device " + device);
      return;
    }
    devices.put(stored.id(), stored);
  }

  private static boolean clash(PortalDevice stored, PortalDevice other) {
    return !other.id().equals(stored.id())
        && Objects.equals(other.rackId(), stored.rackId())
        && (other.name().equals(stored.name())
            || (other.startUnit() <= stored.endUnit() && stored.startUnit() <= other.endUnit()));
  }

  private PortalDevice stored(Device device, String id, String rackId, String templateId) {
    PortalDevice before = devices.get(id);
    if (before == null && (rackId == null || templateId == null)) {
      return null;
    }
    Map<String, Object> details = new LinkedHashMap<>(before == null ? Map.of() : before.details());
    device.details().forEach((key, value) -> details.put(key, cast(key, value)));
    int start = device.location().startUnit();
    return new PortalDevice(
        before == null ? newId("device") : id,
        before == null ? device.name().concertim() : device.name().cloud(),
        device.type(),
        device.description(),
        device.status(),
        device.cost(),
        before == null ? templateId : before.templateId(),
        before == null ? rackId : before.rackId(),
        start,
        before == null ? start + templates.get(templateId).height() - 1 : before.endUnit(),
        device.location().facing(),
        device.id().cloud(),
        device.rackId().cloud(),
        PythonText.repr(device.networkInterfaces()),
        details);
  }

  /** What Rails makes of a text that Python's {@code format} wrote. */
  private static Object cast(String key, Object value) {
    String text = value instanceof String plain ? plain : PythonText.repr(value);
    if (BOOLEANS.contains(key)) {
      return text.isEmpty() ? null : !Set.of("False", "false", "0").contains(text);
    }
    if (INTEGERS.contains(key)) {
      return text.isEmpty() ? null : text.equals("None") ? (Integer) 0 : Integer.valueOf(text);
    }
    return text;
  }

  private String newId(String kind) {
    return "new-" + kind + "-" + ++ids;
  }
}

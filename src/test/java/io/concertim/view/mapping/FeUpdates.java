// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.lab.JudgingPortal;
import io.concertim.view.lab.JudgingPortal.Judged;
import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Template;
import io.concertim.view.model.view.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A model of fe_updates: what it sends of a view.pickle, in which order and in which form (suite.md
 * section 4). All values travel as Python text, and a new device that is refused ends the pass.
 */
public final class FeUpdates {
  private static final Map<String, String> DETAILS_TYPES =
      Map.of(
          "Instance", "Device::ComputeDetails",
          "Volume", "Device::VolumeDetails",
          "Network", "Device::NetworkDetails");

  /** The portal that it sends to. */
  public interface Portal {
    Judged call(String method, String path, Object body);
  }

  private final Portal portal;
  private final List<String> sent = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final List<String> deleted = new ArrayList<>();

  FeUpdates(JudgingPortal portal) {
    this(portal::call);
  }

  public FeUpdates(Portal portal) {
    this.portal = portal;
  }

  /** What every pass so far was refused. */
  public List<String> refused() {
    return refused;
  }

  /** The cloud ids of all that was deleted. */
  List<String> deleted() {
    return deleted;
  }

  /** One pass; gives the requests it sent. */
  public List<String> apply(View view) {
    sent.clear();
    Map<PairedId, String> templates = new HashMap<>();
    view.templates().forEach(t -> templates.put(t.id(), send(t)));
    Map<BilledId, String> racks = new HashMap<>();
    view.racks().forEach(rack -> racks.put(rack.id(), send(rack)));
    for (Device device : view.devices()) {
      if (!send(device, racks.get(device.rackId()), templates.get(device.templateId()))) {
        break; // None['id'] raises, outside of any try
      }
    }
    return List.copyOf(sent);
  }

  private String send(Template template) {
    String id = template.id().concertim();
    if (id == null) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("name", template.name().cloud());
      body.put("description", template.description());
      body.put("height", format(template.height()));
      body.put("ram", format(template.ram()));
      body.put("disk", format(template.disk()));
      body.put("vcpus", format(template.vcpus()));
      body.put("foreign_id", format(template.id().cloud()));
      return call("POST", "templates", "template", body).body().path("id").asText(null);
    }
    if (template.updated()) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("name", template.name().cloud());
      body.put("description", template.description());
      call("PATCH", "templates/" + id, "template", body);
    }
    return id;
  }

  private String send(Rack rack) {
    String id = rack.id().concertim();
    if (id != null && rack.deleteMarker()) {
      deleted.add(rack.id().cloud());
      call("DELETE", "racks/" + id + "?recurse=true", null, null);
      return id;
    }
    if (id != null && (rack.id().cloud() == null || !rack.updated())) {
      return id;
    }
    Map<String, Object> body = new LinkedHashMap<>();
    if (id == null) {
      body.put("team_id", format(rack.teamId().concertim()));
      body.put("order_id", format(rack.id().billing()));
    }
    body.put("name", rack.name().cloud());
    body.put("u_height", format(rack.height()));
    body.put("status", format(rack.status()));
    body.put("network_details", format(rack.networkDetails()));
    body.put("creation_output", rack.creationOutput());
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("openstack_stack_id", format(rack.id().cloud()));
    metadata.put("openstack_stack_owner", creator(rack));
    metadata.put("openstack_stack_owner_id", format(rack.teamId().cloud()));
    metadata.put("stack_status_reason", format(rack.statusReason()));
    metadata.put("openstack_stack_output", outputs(rack));
    body.put("metadata", metadata);
    return id == null
        ? call("POST", "racks", "rack", body).body().path("id").asText(null)
        : call("PATCH", "racks/" + id, "rack", body).body().path("id").asText(id);
  }

  private static String creator(Rack rack) {
    String creator = rack.metadata().get("creator_cloud_name");
    if (creator == null) {
      throw new AssertionError("KeyError: creator_cloud_name of " + rack);
    }
    return creator;
  }

  private static String outputs(Rack rack) {
    return rack.outputs().stream()
        .map(o -> "(" + PythonText.repr(o.get("output_key")) + ", " + PythonText.repr(o) + ")")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** False where the pass ends. */
  private boolean send(Device device, String rackId, String templateId) {
    String id = device.id().concertim();
    if (id != null && device.deleteMarker()) {
      deleted.add(device.id().cloud());
      call("DELETE", "devices/" + id, null, null);
      return true;
    }
    if (id != null) {
      if (device.id().cloud() != null && device.updated()) {
        call("PATCH", "devices/" + id, "device", update(device));
      }
      return true;
    }
    if (rackId == null) {
      return true; // waits for its rack
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", device.name().concertim());
    body.put("type", device.type());
    body.put("description", format(device.description()));
    body.put("status", format(device.status()));
    body.put(
        "location",
        Map.of(
            "facing", device.location().facing(),
            "rack_id", rackId,
            "start_u", format(device.location().startUnit())));
    body.put("metadata", metadata(device));
    body.put("details", details(device));
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("template_id", format(templateId));
    request.put("device", body);
    return call("POST", "nodes", null, request).accepted();
  }

  private static Map<String, Object> update(Device device) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", device.name().cloud());
    if (device.type().equals("Instance")) {
      body.put("description", format(device.description()));
    }
    body.put("status", format(device.status()));
    body.put("details", details(device));
    body.put("metadata", metadata(device));
    return body;
  }

  private static Map<String, Object> metadata(Device device) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("openstack_instance_id", format(device.id().cloud()));
    metadata.put("openstack_stack_id", format(device.rackId().cloud()));
    if (device.type().equals("Instance")) {
      metadata.put("net_interfaces", format(device.networkInterfaces()));
    }
    return metadata;
  }

  private static Map<String, Object> details(Device device) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("type", DETAILS_TYPES.get(device.type()));
    device.details().forEach((key, value) -> details.put(key, format(value)));
    return details;
  }

  /** What Python's {@code format} writes: a text as it is, all else in its own form. */
  private static String format(Object value) {
    return value instanceof String text ? text : PythonText.repr(value);
  }

  private Judged call(String method, String path, String key, Map<String, Object> body) {
    Object request = key == null ? body : Map.of(key, body);
    Judged judged = portal.call(method, path, request);
    sent.add(method + " " + path);
    if (!judged.accepted()) {
      refused.add(method + " " + path + " " + request + ": " + judged);
    }
    return judged;
  }
}

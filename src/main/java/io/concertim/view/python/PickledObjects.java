// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.python;

import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Location;
import io.concertim.view.model.view.NamePair;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.Template;
import io.concertim.view.model.view.User;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Writes the objects of view.pickle. An object recalls words, classes and templates, which {@link
 * #define} has written before, and nothing of another object.
 */
final class PickledObjects {
  private static final double NOTHING_YET = 0.0;

  /** What recurs within one object only: its id as a tuple, and as a text. */
  private static final Object OWN_ID = new Object();

  private static final Object OWN_TEXT = new Object();

  private final PickleWriter out;
  private final PythonView view;

  PickledObjects(PythonView view, PickleWriter out) {
    this.view = view;
    this.out = out;
  }

  /** Remembers what the objects recall. Nothing of it stays on Python's stack. */
  void define() {
    out.scalar(null);
    out.remember(OWN_ID);
    out.remember(OWN_TEXT);
    out.pop();
    PickleWords.ALL.forEach(out::define);
    for (PythonClass type : PythonClass.values()) {
      out.define(type);
    }
    for (Template template : view.templates().values()) {
      template(template);
      out.remember(template.id());
      out.pop();
    }
  }

  /** Writes an object and the key before it. */
  void keyed(Object id, Object object) {
    value(id);
    out.remember(OWN_ID);
    if (object instanceof Template template) {
      out.recall(template.id());
    } else {
      value(object);
    }
  }

  /** Those of a rack's devices that are in the pickle. */
  List<PairedId> devicesOf(Rack rack) {
    return rack.devices().stream().filter(view.devices()::containsKey).toList();
  }

  /** Those of a team's racks that are in the pickle. */
  List<BilledId> racksOf(Team team) {
    return team.racks().stream().filter(view.racks()::containsKey).toList();
  }

  private void ownId() {
    out.recurring("id");
    out.recall(OWN_ID);
    out.setItem();
  }

  private void rack(Rack rack) {
    out.instance(PythonClass.RACK);
    ownId();
    set("name", rack.name());
    set("description", rack.description());
    set("team_id_tuple", rack.teamId());
    set("height", rack.height());
    set("devices", devicesOf(rack));
    set("_base_name", "");
    set("status", rack.status());
    set("_status_reason", rack.statusReason());
    set("_occupied", rack.occupied());
    set("output", rack.outputs().stream().map(Output::new).toList());
    set("_creation_output", rack.creationOutput());
    set("_project_cloud_id", "");
    set("network_details", rack.networkDetails());
    set("metadata", rack.metadata());
    set("cost", NOTHING_YET);
    set("_detailed_cost", Map.of());
    out.recurring("_resources");
    resources(rack.resources());
    out.setItem();
    set("_delete_marker", rack.deleteMarker());
    set("_updated", rack.updated());
    out.endInstance();
  }

  /** One of a rack's outputs: a tuple of its key and the whole output object. */
  private record Output(Map<String, Object> object) {}

  /** By group and physical id, a dict of the id and the name. */
  private void resources(Map<String, Map<String, String>> groups) {
    out.dict();
    groups.forEach(
        (group, names) -> {
          out.recurring(group);
          out.dict();
          names.forEach(this::resource);
          out.setItem();
        });
  }

  private void resource(String id, String name) {
    out.scalar(id);
    out.remember(OWN_TEXT);
    out.dict();
    out.recurring("id");
    out.recall(OWN_TEXT);
    out.setItem();
    set("name", name);
    out.setItem();
  }

  private void device(Device device) {
    out.instance(PythonClass.DEVICE);
    ownId();
    set("name", device.name());
    setRecurring("type", device.type());
    setRecurring("description", device.description());
    set("rack_id_tuple", device.rackId());
    out.recurring("template");
    templateOf(device);
    out.setItem();
    set("location", device.location());
    setRecurring("status", device.status());
    set("network_interfaces", device.networkInterfaces());
    set("cost", device.cost());
    set("details", device.details());
    set("_delete_marker", device.deleteMarker());
    set("_updated", device.updated());
    out.endInstance();
  }

  private void templateOf(Device device) {
    if (!view.templates().containsKey(device.templateId()) || !out.recall(device.templateId())) {
      out.scalar(null);
    }
  }

  private void location(Location location) {
    out.instance(PythonClass.LOCATION);
    set("start_u", location.startUnit());
    set("end_u", location.endUnit());
    setRecurring("facing", location.facing());
    out.endInstance();
  }

  private void template(Template template) {
    out.instance(PythonClass.TEMPLATE);
    set("id", template.id());
    set("name", template.name());
    set("description", template.description());
    set("ram", template.ram());
    set("disk", template.disk());
    set("vcpus", template.vcpus());
    set("height", template.height());
    set("tag", template.tag());
    set("_updated", template.updated());
    out.endInstance();
  }

  private void team(Team team) {
    out.instance(PythonClass.TEAM);
    ownId();
    set("name", team.name());
    set("description", "");
    set("racks", racksOf(team));
    set("team_members", team.members());
    set("team_admins", List.of());
    set("_primary_billing_user_cloud_id", null);
    set("billing_period_start", team.periodStart());
    set("billing_period_end", team.periodEnd());
    set("cost", team.cost());
    set("credits", team.credits());
    out.endInstance();
  }

  private void user(User user) {
    out.instance(PythonClass.USER);
    ownId();
    set("name", user.name());
    set("description", user.description());
    set("full_name", user.fullName());
    set("email", user.email());
    set("admin_projects_cloud_ids", List.of());
    out.endInstance();
  }

  private void set(String name, Object value) {
    out.recurring(name);
    value(value);
    out.setItem();
  }

  private void setRecurring(String name, String text) {
    out.recurring(name);
    out.recurring(text);
    out.setItem();
  }

  private void value(Object value) {
    if (value instanceof Map<?, ?> map) {
      dict(map);
    } else if (value instanceof Collection<?> items) {
      out.list();
      for (Object item : items) {
        value(item);
        out.append();
      }
    } else if (value instanceof Record) {
      modelled(value);
    } else {
      out.scalar(value);
    }
  }

  private void dict(Map<?, ?> map) {
    out.dict();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (entry.getKey() instanceof String key) {
        out.recurring(key);
      } else {
        value(entry.getKey());
      }
      value(entry.getValue());
      out.setItem();
    }
  }

  private void modelled(Object value) {
    if (value instanceof BilledId id) {
      tuple(id);
    } else if (value instanceof PairedId id) {
      tuple(id);
    } else if (value instanceof NamePair name) {
      out.scalar(name.concertim());
      out.scalar(name.cloud());
      out.tuple2();
    } else if (value instanceof Device device) {
      device(device);
    } else if (value instanceof Rack rack) {
      rack(rack);
    } else if (value instanceof Location location) {
      location(location);
    } else if (value instanceof Output output) {
      value(output.object().get("output_key"));
      value(output.object());
      out.tuple2();
    } else if (value instanceof Team team) {
      team(team);
    } else if (value instanceof User user) {
      user(user);
    } else {
      throw new IllegalArgumentException("view.pickle has no form for a " + value.getClass());
    }
  }

  private void tuple(BilledId id) {
    out.scalar(id.concertim());
    out.scalar(id.cloud());
    out.scalar(id.billing());
    out.tuple3();
  }

  private void tuple(PairedId id) {
    out.scalar(id.concertim());
    out.scalar(id.cloud());
    out.tuple2();
  }
}

package io.concertim.view.store;

import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Location;
import io.concertim.view.model.view.NamePair;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.Template;
import io.concertim.view.model.view.User;
import io.concertim.view.model.view.View;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * view.pickle: the view as the suite's Python services load it.
 *
 * <p>A pickle (protocol 4) of one ConcertimView with every attribute that the Python classes have,
 * since their {@code __init__} does not run on load. Keys are id tuples of 2 or 3 parts, None for
 * an unknown part. A device's template is the same object as the one in {@code templates}:
 * fe_updates writes new ids into the one and reads them from the other. No other list, dict or
 * object is shared: billing changes them in place. Names, types and order of the attributes:
 * suite.md sections 3 and 4, and the pickle that the Python sync made (fixtures/concertim/oracle).
 * What stays out: {@link Published}.
 */
public final class ViewPickle {
  private static final double NOTHING_YET = 0.0;

  private final PickleWriter out;
  private final Published view;

  private ViewPickle(Published view, PickleWriter out) {
    this.view = view;
    this.out = out;
  }

  /**
   * Writes view.pickle for this view, and leaves the stream open.
   *
   * @throws UncheckedIOException if the stream cannot be written
   */
  public static void write(View view, OutputStream out) {
    new ViewPickle(Published.of(view), new PickleWriter(out)).write();
  }

  /** The content of view.pickle for this view. */
  public static byte[] bytes(View view) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(view, out);
    return out.toByteArray();
  }

  private void write() {
    out.instance(PythonClass.VIEW);
    set("racks", view.racks());
    set("devices", view.devices());
    set("users", view.users());
    set("templates", view.templates());
    set("teams", view.teams());
    out.endInstance();
    out.finish();
  }

  private void rack(Rack rack) {
    out.instance(PythonClass.RACK);
    set("id", rack.id());
    set("name", rack.name());
    set("description", rack.description());
    set("team_id_tuple", rack.teamId());
    set("height", rack.height());
    set("devices", rack.devices().stream().filter(view.devices()::containsKey).toList());
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
    out.recurring(id);
    out.dict();
    setRecurring("id", id);
    setRecurring("name", name);
    out.setItem();
  }

  private void device(Device device) {
    out.instance(PythonClass.DEVICE);
    set("id", device.id());
    set("name", device.name());
    setRecurring("type", device.type());
    setRecurring("description", device.description());
    set("rack_id_tuple", device.rackId());
    set("template", view.templates().get(device.templateId()));
    set("location", device.location());
    setRecurring("status", device.status());
    set("network_interfaces", device.networkInterfaces());
    set("cost", device.cost());
    set("details", device.details());
    set("_delete_marker", device.deleteMarker());
    set("_updated", device.updated());
    out.endInstance();
  }

  private void location(Location location) {
    out.instance(PythonClass.LOCATION);
    set("start_u", location.startUnit());
    set("end_u", location.endUnit());
    setRecurring("facing", location.facing());
    out.endInstance();
  }

  private void template(Template template) {
    if (out.recall(template)) {
      return;
    }
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
    out.remember(template);
  }

  private void team(Team team) {
    out.instance(PythonClass.TEAM);
    set("id", team.id());
    set("name", team.name());
    set("description", "");
    set("racks", team.racks().stream().filter(view.racks()::containsKey).toList());
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
    set("id", user.id());
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
    } else if (value instanceof Template template) {
      template(template);
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
    if (!out.recall(id)) {
      out.scalar(id.concertim());
      out.scalar(id.cloud());
      out.scalar(id.billing());
      out.tuple3();
      out.remember(id);
    }
  }

  private void tuple(PairedId id) {
    if (!out.recall(id)) {
      out.scalar(id.concertim());
      out.scalar(id.cloud());
      out.tuple2();
      out.remember(id);
    }
  }
}

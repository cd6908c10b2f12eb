// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.python;

import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Location;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.Template;
import io.concertim.view.model.view.User;
import io.concertim.view.model.view.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a view.pickle, ours or one that the suite's Python services made. What it does not hold is
 * empty: the sources, problems, held deletions and the generation; no rack in it is pending.
 */
public final class ViewPickleReader {
  /** A device takes about 340 bytes; this is room for 190,000. */
  private static final long MOST_BYTES = 64L << 20;

  private ViewPickleReader() {}

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, is too large, or is no view.pickle; then it says what
   *     is wrong with it
   */
  public static View read(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException(
          file + " has " + Files.size(file) + " bytes, more than any view.pickle; it is not read");
    }
    Instant writtenAt = Files.getLastModifiedTime(file).toInstant();
    try {
      return read(Files.readAllBytes(file), writtenAt);
    } catch (IOException e) {
      throw new IOException(file + " cannot be read as a view.pickle: " + e.getMessage(), e);
    }
  }

  /**
   * What a view.pickle of this view says: the view without all that the Python services must not
   * see, and with the numbers and texts that they would find.
   */
  public static View published(View view) {
    try {
      return read(ViewPickle.bytes(view), view.writtenAt());
    } catch (IOException e) {
      throw new IllegalStateException("our own view.pickle cannot be read", e);
    }
  }

  static View read(byte[] pickle, Instant writtenAt) throws IOException {
    PythonAttributes view =
        PythonAttributes.of(StrictUnpickler.load(pickle), PythonClass.VIEW, pickle.length);
    return new View(
        0,
        writtenAt,
        Map.of(),
        objects(view, "teams", PythonClass.TEAM, ViewPickleReader::team),
        objects(view, "users", PythonClass.USER, ViewPickleReader::user),
        objects(view, "templates", PythonClass.TEMPLATE, ViewPickleReader::template),
        objects(view, "racks", PythonClass.RACK, ViewPickleReader::rack),
        objects(view, "devices", PythonClass.DEVICE, ViewPickleReader::device),
        List.of(),
        List.of());
  }

  private interface Maker<T> {
    T of(PythonAttributes object) throws IOException;
  }

  private static <T> List<T> objects(
      PythonAttributes view, String set, PythonClass type, Maker<T> maker) throws IOException {
    List<T> objects = new ArrayList<>();
    for (Object value : view.dict(set).values()) {
      objects.add(maker.of(view.object(value, type)));
    }
    return objects;
  }

  private static Team team(PythonAttributes team) throws IOException {
    return new Team(
        identified(team, team.billedId("id")),
        team.names("name"),
        ids(team, "racks", team::billedId),
        ids(team, "team_members", team::pairedId),
        team.text("billing_period_start"),
        team.text("billing_period_end"),
        team.number("cost"),
        team.number("credits"),
        null);
  }

  private static User user(PythonAttributes user) throws IOException {
    return new User(
        identified(user, user.pairedId("id")),
        user.names("name"),
        user.text("description"),
        user.text("full_name"),
        user.text("email"));
  }

  private static Template template(PythonAttributes template) throws IOException {
    return new Template(
        identified(template, template.pairedId("id")),
        template.names("name"),
        template.text("description"),
        template.integer("ram"),
        template.integer("disk"),
        template.integer("vcpus"),
        template.count("height"),
        template.text("tag"),
        template.flag("_updated"));
  }

  private static Rack rack(PythonAttributes rack) throws IOException {
    return new Rack(
        identified(rack, rack.billedId("id")),
        rack.names("name"),
        rack.text("description"),
        rack.billedId("team_id_tuple"),
        rack.count("height"),
        rack.text("status"),
        rack.text("_status_reason"),
        outputs(rack),
        rack.text("_creation_output"),
        rack.plainDict("network_details"),
        rack.textDict("metadata"),
        resources(rack),
        rack.integers("_occupied"),
        ids(rack, "devices", rack::pairedId),
        null,
        rack.flag("_delete_marker"),
        rack.flag("_updated"));
  }

  /** Tuples of a key and the whole output, of which the second says all. */
  private static List<Map<String, Object>> outputs(PythonAttributes rack) throws IOException {
    List<Map<String, Object>> outputs = new ArrayList<>();
    for (Object value : rack.list("output")) {
      if (!(value instanceof Object[] tuple) || tuple.length != 2) {
        throw rack.wrong("output", "no list of tuples");
      }
      outputs.add(rack.plainDict("output", tuple[1]));
    }
    return outputs;
  }

  /** By group and physical id a dict, of which only the name is more than the id. */
  private static Map<String, Map<String, String>> resources(PythonAttributes rack)
      throws IOException {
    Map<String, Map<String, String>> resources = new LinkedHashMap<>();
    for (Map.Entry<String, Object> group : rack.plainDict("_resources").entrySet()) {
      Map<String, String> names = new LinkedHashMap<>();
      for (Map.Entry<String, Object> resource :
          rack.plainDict("_resources", group.getValue()).entrySet()) {
        Object name = rack.plainDict("_resources", resource.getValue()).get("name");
        names.put(resource.getKey(), name == null ? null : name.toString());
      }
      resources.put(group.getKey(), names);
    }
    return resources;
  }

  private static Device device(PythonAttributes device) throws IOException {
    PythonAttributes template = device.object("template", PythonClass.TEMPLATE);
    PythonAttributes location = device.object("location", PythonClass.LOCATION);
    return new Device(
        identified(device, device.pairedId("id")),
        device.names("name"),
        device.text("type"),
        device.text("description"),
        device.billedId("rack_id_tuple"),
        template == null ? null : template.pairedId("id"),
        location == null
            ? null
            : new Location(
                location.count("start_u"), location.count("end_u"), location.text("facing")),
        device.text("status"),
        device.texts("network_interfaces"),
        device.number("cost"),
        device.plainDict("details"),
        device.flag("_delete_marker"),
        device.flag("_updated"));
  }

  private interface Id<T> {
    T of(String name, Object value) throws IOException;
  }

  private static <T> List<T> ids(PythonAttributes object, String name, Id<T> id)
      throws IOException {
    List<T> ids = new ArrayList<>();
    for (Object value : object.list(name)) {
      ids.add(id.of(name, value));
    }
    return ids;
  }

  private static <T> T identified(PythonAttributes object, T id) throws IOException {
    if (id == null) {
      throw object.wrong("id", "missing");
    }
    return id;
  }
}

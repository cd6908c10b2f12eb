// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What exists in the lab's cloud, portal and billing: the data files, live and editable. */
public final class World {
  private static final List<String> FILES =
      List.of("openstack.json", "concertim.json", "killbill.json");

  private static final String APPLICATION_CREDENTIALS = "openstack.application_credentials";

  private final Object lock = new Object();
  private final Map<String, Table> tables = new LinkedHashMap<>();

  private World(Map<String, JsonNode> files) {
    files.forEach(
        (file, content) ->
            content
                .properties()
                .forEach(
                    kind -> {
                      String name = file.replace("json", kind.getKey());
                      tables.put(name, new Table(name, lock, kind.getValue()));
                    }));
    tables.computeIfAbsent(
        APPLICATION_CREDENTIALS, name -> new Table(name, lock, Json.array(List.of())));
  }

  /** The data set that ships with the lab. */
  static World shipped() {
    return load(file -> World.class.getResourceAsStream("/lab/" + file));
  }

  /** A world of which there is nothing yet. */
  static World empty() {
    World world = shipped();
    world.tables.values().forEach(Table::clear);
    return world;
  }

  /** The data set in a folder with the same three files. */
  static World in(Path folder) {
    return load(file -> Files.newInputStream(folder.resolve(file)));
  }

  private static World load(Source source) {
    Map<String, JsonNode> files = new LinkedHashMap<>();
    for (String file : FILES) {
      try (InputStream in = source.open(file)) {
        files.put(file, Json.read(in));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the lab's " + file, e);
      }
    }
    return new World(files);
  }

  public Table cloudUsers() {
    return table("openstack.users");
  }

  /**
   * Keystone's application credentials: id, name, secret, user, project and, where they are fewer
   * than the user's, roles. The shipped data has none.
   */
  public Table applicationCredentials() {
    return table(APPLICATION_CREDENTIALS);
  }

  public Table roles() {
    return table("openstack.roles");
  }

  /** Who has which role in which project, for lists; what a user may do is in its own row. */
  public Table assignments() {
    return table("openstack.assignments");
  }

  public Table projects() {
    return table("openstack.projects");
  }

  public Table flavors() {
    return table("openstack.flavors");
  }

  public Table networks() {
    return table("openstack.networks");
  }

  public Table volumes() {
    return table("openstack.volumes");
  }

  public Table servers() {
    return table("openstack.servers");
  }

  public Table serverGroups() {
    return table("openstack.server_groups");
  }

  /** The top stacks; nested ones are resources that have a list {@code nested}. */
  public Table stacks() {
    return table("openstack.stacks");
  }

  public Table users() {
    return table("concertim.users");
  }

  public Table teams() {
    return table("concertim.teams");
  }

  public Table templates() {
    return table("concertim.templates");
  }

  public Table racks() {
    return table("concertim.racks");
  }

  public Table devices() {
    return table("concertim.devices");
  }

  /** Kill Bill tenants with their keys, and the user that may read them. */
  public Table tenants() {
    return table("killbill.tenants");
  }

  public Table accounts() {
    return table("killbill.accounts");
  }

  public Table subscriptions() {
    return table("killbill.subscriptions");
  }

  public Table customFields() {
    return table("killbill.custom_fields");
  }

  /** Deletes a rack in the portal with all that is in it, as people do by hand. */
  public void deleteRack(String rackId) {
    together(
        () -> {
          for (ObjectNode device : devices().rows()) {
            if (device.path("rack").asText().equals(rackId)) {
              devices().remove(device.path("id").asText());
            }
          }
          racks().remove(rackId);
        });
  }

  /** Several changes that no request sees half done. */
  public void together(Runnable changes) {
    synchronized (lock) {
      changes.run();
    }
  }

  /** Adds a resource, as a stack update would; {@code stackId} may be a nested stack's. */
  public void addResource(String stackId, String resourceJson) {
    new StackEdits(this).change(stackId, resources -> resources.add(Json.parse(resourceJson)));
  }

  /** Removes a resource and the server, volume, network or group it made, as an update would. */
  public void removeResource(String stackId, String resourceName) {
    StackEdits edits = new StackEdits(this);
    edits.change(stackId, resources -> edits.remove(resources, resourceName));
  }

  /** Deletes a top stack with everything that its resources made. */
  public void deleteStack(String stackId) {
    new StackEdits(this).delete(stackId);
  }

  private Table table(String name) {
    Table table = tables.get(name);
    if (table == null) {
      throw new IllegalStateException("the lab's data has no " + name);
    }
    return table;
  }

  private interface Source {
    InputStream open(String file) throws IOException;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The suite's config.yaml for a lab, to be varied and then written. No unchanged stack has its turn
 * to be read again but once in 100,000 syncs, as that comes by chance. The systems never rest.
 */
public final class LabConfig {
  /** In so many syncs each stack has its turn. */
  private static final int SELDOM = 100_000;

  private final World world;
  private final ObjectNode tree;
  private String appended = "";

  LabConfig(World world, String labUrl) {
    this.world = world;
    JsonNode tenant = world.tenants().rows().get(0);
    this.tree =
        Json.object(
            "cloud_type",
            "openstack",
            "billing_platform",
            "killbill",
            "message_queue",
            "rmq",
            "log_level",
            "info",
            "concertim",
            Json.object("concertim_url", labUrl + "/concertim", "default_rack_height", 42),
            "openstack",
            Json.object(
                "auth_url", labUrl + "/keystone/v3",
                "user_domain_name", "Default",
                "project_domain_name", "Default"),
            "rmq",
            Json.object(
                "rmq_username", "guest",
                "rmq_password", "guest",
                "rmq_address", "127.0.0.1",
                "rmq_port", "5672",
                "rmq_path", "/"),
            "killbill",
            Json.object(
                "api_host", labUrl + "/killbill",
                "username", tenant.get("username"),
                "password", tenant.get("password"),
                "apikey", tenant.get("id"),
                "apisecret", tenant.get("apisecret"),
                "plan_name", "openstack-standard-monthly",
                "credit_threshold", 25),
            "view",
            Json.object(
                "management",
                "off",
                "full_reread_every",
                SELDOM,
                "load",
                Json.object("concertim", 1, "openstack", 1, "killbill", 1)));
    asPortalUser("admin");
    asCloudUser("concertim", "admin");
  }

  /** Signs in to Concertim as this user of the data set. */
  public LabConfig asPortalUser(String login) {
    return set("concertim.concertim_username", login)
        .set("concertim.concertim_password", password(world.users(), "login", login));
  }

  /** Signs in to the cloud as this user of the data set, scoped to this project. */
  public LabConfig asCloudUser(String name, String project) {
    return set("openstack.username", name)
        .set("openstack.password", password(world.cloudUsers(), "name", name))
        .set("openstack.project_id", row(world.projects(), "name", project).path("id").asText());
  }

  /** Sets a value: {@code key}, or {@code block.key}. */
  public LabConfig set(String path, Object value) {
    int dot = path.indexOf('.');
    ObjectNode block = dot < 0 ? tree : tree.withObjectProperty(path.substring(0, dot));
    block.set(path.substring(dot + 1), Json.of(value));
    return this;
  }

  /** Leaves out a value or, without a dot, a block. */
  public LabConfig without(String path) {
    int dot = path.indexOf('.');
    ObjectNode block = dot < 0 ? tree : tree.withObjectProperty(path.substring(0, dot));
    block.remove(path.substring(dot + 1));
    return this;
  }

  /** Adds YAML text after everything else. */
  public LabConfig append(String yaml) {
    appended = appended + yaml + "\n";
    return this;
  }

  /** Writes {@code config.yaml} in this folder, which is made if need be, and returns its path. */
  public Path write(Path folder) {
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve("config.yaml");
      return Files.writeString(file, new YAMLMapper().writeValueAsString(tree) + appended);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the lab's config.yaml in " + folder, e);
    }
  }

  private static String password(Table table, String field, String value) {
    return row(table, field, value).path("password").asText();
  }

  private static ObjectNode row(Table table, String field, String value) {
    return table.rows().stream()
        .filter(row -> row.path(field).asText().equals(value))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("the lab knows nobody with " + field + " " + value));
  }
}

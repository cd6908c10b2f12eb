// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.concertim.view.lab.EmbeddedLab;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the real servers hold, read in the plainest way: object by object, and stack inside stack,
 * so that it shares no code and no shortcut with the program.
 */
final class RealCloud {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonNode config;
  private final RealSession admin;
  private final Map<String, String> projects = new LinkedHashMap<>();
  private final Map<String, JsonNode> stacks = new LinkedHashMap<>();
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Map<String, String> subscriptions = new LinkedHashMap<>();

  /** One server, volume or network of a managed stack. */
  record Member(
      String id,
      String stackId,
      String type,
      String state,
      String flavorId,
      Set<String> fixedIps,
      Set<String> floatingIps) {}

  private RealCloud(JsonNode config) throws IOException, InterruptedException {
    this.config = config;
    this.admin =
        signIn(
            config.at("/openstack/username").asText(),
            config.at("/openstack/password").asText(),
            config.at("/openstack/admin_project_name").asText());
    readProjects();
    readStacks();
    readSubscriptions();
  }

  /** Where etc/lab/up.sh writes the configuration. */
  static Path labConfig() {
    String lab = System.getenv("LAB_DIR");
    Path folder =
        lab == null
            ? Path.of(Optional.ofNullable(System.getenv("TMPDIR")).orElse("/tmp"), "concertim-lab")
            : Path.of(lab);
    return folder.resolve("config.yaml");
  }

  static RealCloud of(Path config) throws IOException, InterruptedException {
    return new RealCloud(new YAMLMapper().readTree(config.toFile()));
  }

  /** The settings of the cloud and of billing, as keys of config.yaml. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String block : new String[] {"openstack", "killbill"}) {
      config
          .path(block)
          .properties()
          .forEach(key -> settings.put(block + "." + key.getKey(), key.getValue().asText()));
    }
    return settings;
  }

  /** Names of the managed projects by id. */
  Map<String, String> managedProjects() {
    return projects;
  }

  /** The managed stacks by id. */
  Map<String, JsonNode> managedStacks() {
    return stacks;
  }

  /** The servers, volumes and networks of managed stacks by id. */
  Map<String, Member> members() {
    return members;
  }

  String subscriptionOf(String stackId) {
    return subscriptions.get(stackId);
  }

  /** The program's own user, in the project that it uses. */
  RealSession admin() {
    return admin;
  }

  /** Signs a user in to a project. */
  RealSession signIn(String user, String password, String project)
      throws IOException, InterruptedException {
    return new RealSession(config.at("/openstack/auth_url").asText(), user, password, project);
  }

  /** A portal that has nothing but a team for each managed project. */
  EmbeddedLab startPortal() throws IOException {
    EmbeddedLab portal = EmbeddedLab.start();
    portal.world().racks().clear();
    portal.world().devices().clear();
    portal.world().teams().clear();
    projects.forEach((id, name) -> addTeam(portal, id, name));
    return portal;
  }

  static void addTeam(EmbeddedLab portal, String projectId, String projectName) {
    portal
        .world()
        .teams()
        .add(
            """
            {"id": "team-%s", "name": "%s", "project_id": "%s",
             "billing_acct_id": null, "billing_period_start": null,
             "billing_period_end": null, "cost": "0.0", "credits": "0.0"}\
            """
                .formatted(projectId, projectName.substring(3), projectId));
  }

  /** Whether Keystone has something with this name, such as one of its {@code roles}. */
  boolean has(String kind, String name) throws IOException, InterruptedException {
    return !named(kind, name).isEmpty();
  }

  /** Deletes what Keystone has with this name, and with it who has which role where. */
  void delete(String kind, String name) throws IOException, InterruptedException {
    for (JsonNode found : named(kind, name)) {
      admin.delete("identity", "/" + kind + "/" + found.path("id").asText());
    }
  }

  /** Takes a role away from a user in one project. */
  void unassign(String project, String user, String role) throws IOException, InterruptedException {
    admin.delete(
        "identity",
        "/projects/%s/users/%s/roles/%s"
            .formatted(
                project,
                named("users", user).path(0).path("id").asText(),
                named("roles", role).path(0).path("id").asText()));
  }

  private JsonNode named(String kind, String name) throws IOException, InterruptedException {
    return admin.get("identity", "/" + kind + "?name=" + name).path(kind);
  }

  private void readProjects() throws IOException, InterruptedException {
    for (JsonNode project : admin.get("identity", "/projects").path("projects")) {
      if (project.path("name").asText().startsWith("CM_")) {
        projects.put(project.path("id").asText(), project.path("name").asText());
      }
    }
  }

  private void readStacks() throws IOException, InterruptedException {
    for (JsonNode stack : admin.get("orchestration", "/stacks").path("stacks")) {
      if (projects.containsKey(stack.path("project").asText())) {
        String id = stack.path("id").asText();
        stacks.put(id, stack);
        readResources(id, stack.at("/links/0/href").asText());
      }
    }
  }

  private void readResources(String topStack, String stackUrl)
      throws IOException, InterruptedException {
    for (JsonNode resource : admin.get(stackUrl + "/resources").path("resources")) {
      String id = resource.path("physical_resource_id").asText("");
      switch (resource.path("resource_type").asText()) {
        case "OS::Nova::Server" -> addServer(topStack, id);
        case "OS::Cinder::Volume" ->
            add(topStack, id, "Volume", admin.get("volumev3", "/volumes/" + id));
        case "OS::Neutron::Net" ->
            add(topStack, id, "Network", admin.get("network", "/v2.0/networks/" + id));
        default -> {
          for (JsonNode link : resource.path("links")) {
            if (link.path("rel").asText().equals("nested")) {
              readResources(topStack, link.path("href").asText());
            }
          }
        }
      }
    }
  }

  private void add(String stack, String id, String type, JsonNode answer) {
    String state = answer.elements().next().path("status").asText();
    members.put(id, new Member(id, stack, type, state, null, Set.of(), Set.of()));
  }

  private void addServer(String stack, String id) throws IOException, InterruptedException {
    JsonNode server = admin.get("compute", "/servers/" + id).path("server");
    Set<String> fixed = new HashSet<>();
    Set<String> floating = new HashSet<>();
    for (JsonNode network : server.path("addresses")) {
      for (JsonNode address : network) {
        boolean isFloating = address.path("OS-EXT-IPS:type").asText().equals("floating");
        (isFloating ? floating : fixed).add(address.path("addr").asText());
      }
    }
    members.put(
        id,
        new Member(
            id,
            stack,
            "Instance",
            server.path("OS-EXT-STS:vm_state").asText(),
            server.at("/flavor/id").asText(),
            fixed,
            floating));
  }

  private void readSubscriptions() throws IOException, InterruptedException {
    JsonNode billing = config.path("killbill");
    String login = billing.path("username").asText() + ":" + billing.path("password").asText();
    String basic = Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    billing.path("api_host").asText()
                        + "/1.0/kb/customFields/search/openstack_stack_id?limit=100000"))
            .header("Authorization", "Basic " + basic)
            .header("X-Killbill-ApiKey", billing.path("apikey").asText())
            .header("X-Killbill-ApiSecret", billing.path("apisecret").asText())
            .build();
    String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    for (JsonNode field : JSON.readTree(body)) {
      if (field.path("name").asText().equals("openstack_stack_id")) {
        subscriptions.put(field.path("value").asText(), field.path("objectId").asText());
      }
    }
  }
}

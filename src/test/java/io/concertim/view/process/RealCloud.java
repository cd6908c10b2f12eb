package io.concertim.view.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
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
  private final String token;
  private final Map<String, String> endpoints = new LinkedHashMap<>();
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
    this.token = signIn();
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

  private String signIn() throws IOException, InterruptedException {
    JsonNode cloud = config.path("openstack");
    String body =
        """
        {"auth": {"identity": {"methods": ["password"], "password": {"user":
          {"name": "%s", "domain": {"name": "%s"}, "password": "%s"}}},
          "scope": {"project": {"name": "%s", "domain": {"name": "%s"}}}}}"""
            .formatted(
                cloud.path("username").asText(),
                cloud.path("user_domain_name").asText(),
                cloud.path("password").asText(),
                cloud.path("admin_project_name").asText(),
                cloud.path("project_domain_name").asText());
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(cloud.path("auth_url").asText() + "/auth/tokens"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    for (JsonNode service : JSON.readTree(answer.body()).at("/token/catalog")) {
      for (JsonNode endpoint : service.path("endpoints")) {
        if (endpoint.path("interface").asText().equals("public")) {
          endpoints.put(service.path("type").asText(), endpoint.path("url").asText());
        }
      }
    }
    return answer.headers().firstValue("X-Subject-Token").orElseThrow();
  }

  private JsonNode get(String url) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).header("X-Auth-Token", token).build();
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** Whether Keystone has something with this name, such as one of its {@code roles}. */
  boolean has(String kind, String name) throws IOException, InterruptedException {
    return !named(kind, name).isEmpty();
  }

  /** Deletes what Keystone has with this name, and with it who has which role where. */
  void delete(String kind, String name) throws IOException, InterruptedException {
    for (JsonNode found : named(kind, name)) {
      delete("/" + kind + "/" + found.path("id").asText());
    }
  }

  /** Takes a role away from a user in one project. */
  void unassign(String project, String user, String role) throws IOException, InterruptedException {
    delete(
        "/projects/%s/users/%s/roles/%s"
            .formatted(
                project,
                named("users", user).path(0).path("id").asText(),
                named("roles", role).path(0).path("id").asText()));
  }

  private JsonNode named(String kind, String name) throws IOException, InterruptedException {
    return get(endpoints.get("identity") + "/" + kind + "?name=" + name).path(kind);
  }

  private void delete(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoints.get("identity") + path))
            .header("X-Auth-Token", token)
            .DELETE()
            .build();
    int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    if (status != 204) {
      throw new IOException("DELETE " + path + " was answered with " + status);
    }
  }

  private void readProjects() throws IOException, InterruptedException {
    for (JsonNode project : get(endpoints.get("identity") + "/projects").path("projects")) {
      if (project.path("name").asText().startsWith("CM_")) {
        projects.put(project.path("id").asText(), project.path("name").asText());
      }
    }
  }

  private void readStacks() throws IOException, InterruptedException {
    for (JsonNode stack : get(endpoints.get("orchestration") + "/stacks").path("stacks")) {
      if (projects.containsKey(stack.path("project").asText())) {
        String id = stack.path("id").asText();
        stacks.put(id, stack);
        readResources(id, stack.at("/links/0/href").asText());
      }
    }
  }

  private void readResources(String topStack, String stackUrl)
      throws IOException, InterruptedException {
    for (JsonNode resource : get(stackUrl + "/resources").path("resources")) {
      String id = resource.path("physical_resource_id").asText("");
      switch (resource.path("resource_type").asText()) {
        case "OS::Nova::Server" -> addServer(topStack, id);
        case "OS::Cinder::Volume" ->
            add(topStack, id, "Volume", get(endpoints.get("volumev3") + "/volumes/" + id));
        case "OS::Neutron::Net" ->
            add(topStack, id, "Network", get(endpoints.get("network") + "/v2.0/networks/" + id));
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
    JsonNode server = get(endpoints.get("compute") + "/servers/" + id).path("server");
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

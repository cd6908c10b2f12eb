// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keystone v3: tokens for a password or an application credential, with the catalog of the lab, and
 * the list of projects.
 */
final class FakeKeystone extends OpenStackService {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final ObjectNode DOMAIN = Json.object("id", "default", "name", "Default");

  private final Tokens<Session> tokens;
  private final FakeAccounts accounts;
  private final CatalogOddities catalog;

  FakeKeystone(World world, Tokens<Session> tokens, CatalogOddities catalog) {
    super(world, tokens);
    this.tokens = tokens;
    this.catalog = catalog;
    this.accounts = new FakeAccounts(world);
  }

  @Override
  public Answer answer(Call call) {
    if (call.is("GET", "v3")) {
      return VersionDocuments.version(call);
    }
    if (call.segment(0).equals("v2.0")) {
      return error(404, "Not Found", "The requested URL was not found on the server.");
    }
    return call.is("POST", "v3", "auth", "tokens") ? signIn(call) : super.answer(call);
  }

  @Override
  Answer serve(Call call, Session session) {
    if (call.is("GET", "v3", "projects")) {
      return session.admin() ? projects(call) : forbidden("list_projects");
    }
    if (call.path().size() == 3 && call.segment(1).equals("projects")) {
      String id = call.segment(2);
      return session.admin()
          ? world
              .projects()
              .find(id)
              .map(row -> Answer.json(200, Json.object("project", project(call, row))))
              .orElseGet(() -> error(404, "Not Found", "Could not find project: " + id + "."))
          : forbidden("get_project");
    }
    return session.admin()
        ? accounts.serve(call)
        : forbidden(call.method().equals("GET") ? "list_" + call.segment(1) : "change");
  }

  private Answer projects(Call call) {
    Optional<String> name = call.query().first("name");
    List<ObjectNode> rows =
        world.projects().rows().stream()
            .filter(row -> name.isEmpty() || name.get().equals(row.path("name").asText()))
            .map(row -> project(call, row))
            .toList();
    ObjectNode links = Json.object("next", null, "self", call.url(), "previous", null);
    return Answer.json(200, Json.object("projects", Json.array(rows), "links", links));
  }

  private static ObjectNode project(Call call, ObjectNode row) {
    ObjectNode project = Shapes.of("project");
    String self = call.base() + "/v3/projects/" + row.path("id").asText();
    project.set("links", Json.object("self", self));
    return Shapes.fill(project, row, "id", "name", "description", "enabled");
  }

  private Answer signIn(Call call) {
    JsonNode auth = call.json().path("auth");
    JsonNode asked = auth.path("identity").path("password").path("user");
    JsonNode scope = auth.path("scope").path("project");
    JsonNode application = auth.path("identity").path("application_credential");
    if (application.isObject()) {
      return auth.has("scope")
          ? error(401, "Unauthorized", "Application credentials cannot request a scope.")
          : signInApplication(call, application);
    }
    if (lacksDomain(asked) || (!scope.isMissingNode() && lacksDomain(scope))) {
      return error(400, "Bad Request", "Expecting to find domain in user or project.");
    }
    Optional<ObjectNode> user =
        named(world.cloudUsers(), asked)
            .filter(row -> row.path("password").equals(asked.path("password")));
    Optional<ObjectNode> project = named(world.projects(), scope);
    if (user.isEmpty() || (project.isEmpty() && !scope.isMissingNode())) {
      return unauthorized(call);
    }
    return issue(call, user.get(), project, Json.object("methods", List.of("password")));
  }

  /** By id, or by name together with its user; the project is the credential's own. */
  private Answer signInApplication(Call call, JsonNode asked) {
    if (!asked.has("id") && lacksDomain(asked.path("user"))) {
      return error(400, "Bad Request", "Expecting to find domain in user.");
    }
    Optional<ObjectNode> owner = named(world.cloudUsers(), asked.path("user"));
    Optional<ObjectNode> credential =
        world.applicationCredentials().rows().stream()
            .filter(
                row ->
                    asked.has("id")
                        ? row.path("id").equals(asked.path("id"))
                        : row.path("name").equals(asked.path("name"))
                            && owner.filter(u -> u.get("id").equals(row.get("user"))).isPresent())
            .filter(row -> row.path("secret").equals(asked.path("secret")))
            .findFirst();
    if (credential.isEmpty()) {
      return unauthorized(call);
    }
    ObjectNode row = credential.get();
    ObjectNode shown =
        Json.object("id", row.get("id"), "name", row.get("name"), "restricted", true);
    ObjectNode head =
        Json.object("methods", List.of("application_credential"), "application_credential", shown);
    ObjectNode user = world.cloudUsers().get(row.path("user").asText());
    user.set("roles", row.path("roles").isArray() ? row.get("roles") : user.get("roles"));
    return issue(call, user, world.projects().find(row.path("project").asText()), head);
  }

  private static Answer unauthorized(Call call) {
    return error(401, "Unauthorized", "The request you have made requires authentication.")
        .with("WWW-Authenticate", "Keystone uri=\"" + call.base() + "/v3\"");
  }

  private Answer issue(Call call, ObjectNode user, Optional<ObjectNode> project, ObjectNode head) {
    ObjectNode token =
        Json.object(
            "user", Json.object("domain", DOMAIN, "id", user.get("id"), "name", user.get("name")),
            "audit_ids", List.of("i1bpj_euTxyCEl4mKnEidA"),
            "expires_at", TIME.format(tokens.expiryOfNew()),
            "issued_at", TIME.format(Instant.now()));
    token.setAll(head);
    Set<String> roles = new LinkedHashSet<>();
    project.ifPresent(
        row -> {
          user.path("roles").forEach(role -> roles.add(role.asText()));
          token.set(
              "project",
              Json.object("domain", DOMAIN, "id", row.get("id"), "name", row.get("name")));
          token.put("is_domain", false);
          token.set(
              "roles",
              Json.array(
                  roles.stream().map(r -> Json.object("id", "role-" + r, "name", r)).toList()));
          token.set("catalog", catalog.applied(Catalog.of(labUrl(call), row.path("id").asText())));
        });
    String projectId = project.map(row -> row.path("id").asText()).orElse("");
    Session session = new Session(user.path("id").asText(), projectId, roles);
    return Answer.json(201, Json.object("token", token))
        .with("X-Subject-Token", tokens.issue("gAAAAAB", session))
        .with("Vary", "X-Auth-Token");
  }

  /** The row that an id, or a name within the only domain, stands for. */
  private static Optional<ObjectNode> named(Table table, JsonNode asked) {
    if (asked.has("id")) {
      return table.find(asked.path("id").asText());
    }
    JsonNode domain = asked.path("domain");
    boolean known =
        domain.path("id").asText().equals("default")
            || domain.path("name").asText().equals("Default");
    return table.rows().stream()
        .filter(row -> known && row.path("name").equals(asked.path("name")))
        .findFirst();
  }

  private static String labUrl(Call call) {
    return call.base().substring(0, call.base().lastIndexOf('/'));
  }

  private static boolean lacksDomain(JsonNode asked) {
    return !asked.has("id") && !asked.has("domain");
  }

  private static Answer forbidden(String action) {
    return error(
        403,
        "Forbidden",
        "You are not authorized to perform the requested action: identity:" + action + ".");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.config.OpenStackConfig;
import io.concertim.view.config.Secret;
import io.concertim.view.source.Row;
import io.concertim.view.source.http.CallAddress;
import io.concertim.view.source.http.SingleCalls;
import io.concertim.view.source.http.SingleResponse;
import io.concertim.view.source.http.SourceException;
import io.concertim.view.source.http.UrlPath;
import io.concertim.view.text.Redaction;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The roles, users, projects and assignments of Keystone, for the commands check and bootstrap. */
public final class KeystoneApi {
  private static final String COMMAND = "a command at Keystone";
  private static final String MANAGED = "CM_";

  private final SingleCalls calls;
  private final KeystoneSession session;

  private KeystoneApi(SingleCalls calls, KeystoneSession session) {
    this.calls = calls;
    this.session = session;
  }

  /**
   * A named object of Keystone.
   *
   * @param enabled false for a user who cannot sign in
   */
  public record Named(String id, String name, boolean enabled) {}

  /**
   * Signs in.
   *
   * @throws SourceException if that is refused
   */
  public static KeystoneApi signIn(SingleCalls calls, OpenStackConfig config, Clock clock) {
    Redaction.hide(COMMAND, List.of(config.login().secret().reveal()));
    SingleResponse answer =
        calls.send(
            "POST",
            address(config.authUrl()).below("/auth/tokens"),
            Map.of(),
            config.login().asRequest());
    JsonNode body = answer.required();
    String token = answer.headers().get("x-subject-token");
    if (token == null) {
      throw new SourceException(
          "openstack: Keystone answered without a token; is auth_url its address?");
    }
    Redaction.hide(COMMAND, List.of(token, config.login().secret().reveal()));
    return new KeystoneApi(
        calls,
        KeystoneSession.of(
            token,
            new Row(body),
            clock.instant(),
            config.region().orElse(null),
            config.endpointInterface()));
  }

  private static CallAddress address(Object service) {
    return CallAddress.of("openstack", service);
  }

  public KeystoneSession session() {
    return session;
  }

  /** Reads from a service of the cloud, below its address in the catalog. */
  public SingleResponse get(String service, String path) {
    return calls.get(address(session.endpoint(service)).below(path), token());
  }

  private Map<String, String> token() {
    return Map.of("X-Auth-Token", session.token());
  }

  /** The roles with this name: one, or none. */
  public List<Named> roles(String name) {
    return named("roles", "?name=" + UrlPath.segment(name));
  }

  /** The users with this name: none, or one in each domain that has one. */
  public List<Named> users(String name) {
    return named("users", "?name=" + UrlPath.segment(name));
  }

  /** All projects. */
  public List<Named> projects() {
    return named("projects", "");
  }

  /** The projects that Concertim has made. */
  public List<Named> managedProjects() {
    return projects().stream().filter(p -> p.name().startsWith(MANAGED)).toList();
  }

  private List<Named> named(String kind, String query) {
    JsonNode body = get("identity", "/" + kind + query).required();
    return new Row(body)
        .rows(kind).stream()
            .map(
                row ->
                    new Named(
                        row.needed("id"),
                        row.needed("name"),
                        !Boolean.FALSE.equals(row.flag("enabled"))))
            .toList();
  }

  /** The ids of the projects in which the user has the role, also by a group or by inheritance. */
  public Set<String> projectsOf(String userId, String roleId) {
    String query =
        "/role_assignments?effective&user.id=%s&role.id=%s"
            .formatted(UrlPath.segment(userId), UrlPath.segment(roleId));
    Set<String> projects = new HashSet<>();
    for (Row row : new Row(get("identity", query).required()).rows("role_assignments")) {
      String project = row.row("scope").row("project").text("id");
      if (project != null) {
        projects.add(project);
      }
    }
    return projects;
  }

  /**
   * Makes a role.
   *
   * @throws SourceException if Keystone refuses
   */
  public Named createRole(String name) {
    return created("role", Map.of("name", name));
  }

  /**
   * Makes a user in the domain of the one who is signed in.
   *
   * @throws SourceException if Keystone refuses, as a password that is too weak
   */
  public Named createUser(String name, String description, Secret password) {
    Map<String, Object> user = new HashMap<>();
    user.put("name", name);
    user.put("description", description);
    user.put("password", password.reveal());
    if (session.who().domainId() != null) {
      user.put("domain_id", session.who().domainId());
    }
    return created("user", user);
  }

  private Named created(String kind, Map<String, Object> object) {
    Row row = new Row(send("POST", "/" + kind + "s", Map.of(kind, object)).required()).row(kind);
    return new Named(row.needed("id"), row.needed("name"), true);
  }

  /**
   * Gives a user a role in a project. Giving it twice does no harm.
   *
   * @throws SourceException if Keystone refuses
   */
  public void assign(String projectId, String userId, String roleId) {
    send(
            "PUT",
            "/projects/%s/users/%s/roles/%s"
                .formatted(
                    UrlPath.segment(projectId), UrlPath.segment(userId), UrlPath.segment(roleId)),
            null)
        .required();
  }

  private SingleResponse send(String method, String path, Map<String, Object> body) {
    return calls.send(method, address(session.endpoint("identity")).below(path), token(), body);
  }
}

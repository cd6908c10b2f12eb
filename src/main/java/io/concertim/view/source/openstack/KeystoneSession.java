package io.concertim.view.source.openstack;

import io.concertim.view.source.Row;
import io.concertim.view.source.RowException;
import io.concertim.view.source.SignIn;
import io.concertim.view.source.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A Keystone token with the addresses of the services.
 *
 * @param token secret
 * @param renewAt a little before it expires, on this machine's clock
 * @param endpoints addresses by catalog type, without a trailing slash
 * @param who for whom it was issued
 */
public record KeystoneSession(
    String token, Instant renewAt, Map<String, String> endpoints, SignedIn who)
    implements SignIn.Session {
  private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);

  /**
   * For whom a token was issued.
   *
   * @param domainId the user's domain; null if Keystone does not say
   * @param projectId null if the token is for no project
   * @param project its name
   * @param roles names of the user's roles in it
   */
  public record SignedIn(
      String user, String domainId, String projectId, String project, List<String> roles) {

    /** Whether the systems show this user everything. */
    public boolean isAdmin() {
      return roles.stream().anyMatch("admin"::equalsIgnoreCase);
    }
  }

  /** The catalog's types of each service, the preferred one first. */
  private static final Map<String, List<String>> TYPES =
      Map.of(
          "identity", List.of("identity"),
          "compute", List.of("compute"),
          "orchestration", List.of("orchestration"),
          "volume", List.of("volumev3", "block-storage", "volume"),
          "network", List.of("network"));

  /**
   * Reads Keystone's answer.
   *
   * @param region whose endpoints to take, or null for the first
   * @param endpointInterface public, internal or admin
   * @throws SourceException if this is no answer of Keystone
   */
  public static KeystoneSession of(
      String token, Row body, Instant now, String region, String endpointInterface) {
    try {
      return of(token, body.row("token"), now, wanted(region, endpointInterface));
    } catch (RowException e) {
      throw new SourceException(
          "openstack: Keystone's answer " + e.getMessage() + "; is auth_url its address?", e);
    }
  }

  private static Predicate<Row> wanted(String region, String endpointInterface) {
    return endpoint ->
        endpointInterface.equals(endpoint.text("interface"))
            && (region == null || region.equals(endpoint.text("region")));
  }

  private static KeystoneSession of(String token, Row details, Instant now, Predicate<Row> wanted) {
    Duration lifetime = Duration.between(time(details, "issued_at"), time(details, "expires_at"));
    Duration tenth = lifetime.dividedBy(10);
    Duration margin = tenth.compareTo(LONGEST_MARGIN) < 0 ? tenth : LONGEST_MARGIN;
    return new KeystoneSession(
        token, now.plus(lifetime).minus(margin), endpoints(details, wanted), who(details));
  }

  private static SignedIn who(Row details) {
    return new SignedIn(
        details.row("user").text("name"),
        details.row("user").row("domain").text("id"),
        details.row("project").text("id"),
        details.row("project").text("name"),
        details.rows("roles").stream().map(role -> role.needed("name")).toList());
  }

  /**
   * This session, of a user who sees everything.
   *
   * @throws SourceException if the user is no admin: then lists are silently short
   */
  public KeystoneSession requireAdmin() {
    if (!who.isAdmin()) {
      throw new SourceException(
          "openstack: the user "
              + who.user()
              + " has the roles "
              + who.roles()
              + " in the project "
              + who.project()
              + ", not admin, so lists would be silently short; give it the role admin there");
    }
    return this;
  }

  private static Instant time(Row details, String field) {
    return Instant.parse(details.needed(field));
  }

  private static Map<String, String> endpoints(Row details, Predicate<Row> wanted) {
    Map<String, String> endpoints = new LinkedHashMap<>();
    for (Row service : details.rows("catalog")) {
      service.rows("endpoints").stream()
          .filter(wanted)
          .findFirst()
          .ifPresent(
              e ->
                  endpoints.putIfAbsent(
                      service.needed("type"), e.needed("url").replaceFirst("/+$", "")));
    }
    return endpoints;
  }

  /**
   * The address of a service, with its version.
   *
   * @param service identity, compute, orchestration, volume or network
   * @throws SourceException if the catalog has no such endpoint
   */
  public String endpoint(String service) {
    for (String type : TYPES.get(service)) {
      String url = endpoints.get(type);
      if (url != null) {
        return versioned(service, url);
      }
    }
    throw new SourceException(
        "openstack: the catalog has no endpoint for "
            + service
            + " in this region and interface; it has "
            + endpoints.keySet());
  }

  /** Keystone and Neutron are listed without their version in many clouds. */
  private static String versioned(String service, String url) {
    if (service.equals("identity") && !url.endsWith("/v3")) {
      return url + "/v3";
    }
    return service.equals("network") && !url.endsWith("/v2.0") ? url + "/v2.0" : url;
  }

  @Override
  public String toString() {
    return "KeystoneSession[renewAt=" + renewAt + "]";
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.openstack;

import io.concertim.view.source.Row;
import io.concertim.view.source.RowException;
import io.concertim.view.source.http.SignIn;
import io.concertim.view.source.http.SourceException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A Keystone token with the addresses of the services.
 *
 * @param token secret
 * @param renewAt a little before it expires, on this machine's clock
 * @param catalog where the services are
 * @param who for whom it was issued
 */
public record KeystoneSession(String token, Instant renewAt, ServiceCatalog catalog, SignedIn who)
    implements SignIn.Session {
  private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);
  private static final Duration LONGEST_LIFETIME = Duration.ofDays(365);

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
      Row details = body.row("token");
      return of(token, details, now, ServiceCatalog.of(details, region, endpointInterface));
    } catch (RowException e) {
      throw new SourceException(
          "openstack: Keystone's answer " + e.getMessage() + "; is auth_url its address?", e);
    }
  }

  private static KeystoneSession of(
      String token, Row details, Instant now, ServiceCatalog catalog) {
    Duration lifetime = lifetime(time(details, "issued_at"), time(details, "expires_at"));
    Duration tenth = lifetime.dividedBy(10);
    Duration margin = tenth.compareTo(LONGEST_MARGIN) < 0 ? tenth : LONGEST_MARGIN;
    return new KeystoneSession(token, now.plus(lifetime).minus(margin), catalog, who(details));
  }

  private static Duration lifetime(Instant issuedAt, Instant expiresAt) {
    Duration lifetime = Duration.between(issuedAt, expiresAt);
    if (lifetime.isNegative()) {
      return Duration.ZERO;
    }
    return lifetime.compareTo(LONGEST_LIFETIME) < 0 ? lifetime : LONGEST_LIFETIME;
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
          ("openstack: the user %s has the roles %s in the project %s, not admin, "
                  + "so lists would be silently short; give it the role admin there")
              .formatted(who.user(), who.roles(), who.project()));
    }
    return this;
  }

  private static Instant time(Row details, String field) {
    try {
      return Instant.parse(details.needed(field));
    } catch (DateTimeException e) {
      throw new RowException("has no time in " + field);
    }
  }

  /**
   * The address of a service, with its version.
   *
   * @param service identity, compute, orchestration, volume or network
   * @throws SourceException if the catalog has no such endpoint
   */
  public String endpoint(String service) {
    return catalog.address(service).url();
  }

  @Override
  public String toString() {
    return "KeystoneSession[renewAt=" + renewAt + "]";
  }
}

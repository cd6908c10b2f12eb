// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.config.OpenStackConfig;
import io.concertim.view.source.http.CallAddress;
import io.concertim.view.source.http.NoServiceException;
import io.concertim.view.source.http.SingleCalls;
import io.concertim.view.source.http.SingleResponse;
import io.concertim.view.source.openstack.KeystoneApi;
import io.concertim.view.source.openstack.KeystoneSession.SignedIn;
import io.concertim.view.source.openstack.ServiceCatalog;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether the cloud lets us in, shows us everything, and is new enough. */
public final class CloudCheck {
  static final String AREA = "openstack";

  /** A list that the sync reads, as its routes ask for it. */
  private record Listed(String name, String service, String path, String rows) {}

  private static final List<Listed> LISTS =
      List.of(
          new Listed("projects", "identity", "/projects", "projects"),
          new Listed("stacks", "orchestration", "/stacks?show_nested=True&limit=1", "stacks"),
          new Listed("servers", "compute", "/servers/detail?all_tenants=1&limit=1", "servers"),
          new Listed("flavors", "compute", "/flavors/detail?is_public=None&limit=1", "flavors"),
          new Listed(
              "server groups", "compute", "/os-server-groups?all_projects=True", "server_groups"),
          new Listed("volumes", "volume", "/volumes/detail?all_tenants=1&limit=1", "volumes"),
          new Listed("networks", "network", "/networks?limit=1", "networks"));

  private final Checklist list;
  private final OpenStackConfig config;
  private final SingleCalls calls;
  private final CertificateCheck certificates;
  private final SuiteAccounts accounts;
  private final Clock clock;
  private final Set<String> missing = new HashSet<>();
  private final Set<String> certified = new HashSet<>();
  private final Set<String> clocks = new HashSet<>();

  CloudCheck(
      Checklist list,
      OpenStackConfig config,
      SingleCalls calls,
      CertificateCheck certificates,
      SuiteAccounts accounts,
      Clock clock) {
    this.list = list;
    this.config = config;
    this.calls = calls;
    this.certificates = certificates;
    this.accounts = accounts;
    this.clock = clock;
  }

  /** Looks at all of it. */
  void run() {
    certificate("identity", config.authUrl());
    list.look(AREA, "identity API", this::identity);
    Optional<KeystoneApi> signedIn =
        list.need(AREA, "sign-in", () -> KeystoneApi.signIn(calls, config, clock));
    if (signedIn.isEmpty()) {
      return;
    }
    KeystoneApi cloud = signedIn.get();
    SignedIn who = cloud.session().who();
    list.note(AREA, "sign-in", Verdict.ok("as " + who.user() + " in the project " + who.project()));
    list.look(AREA, "role admin", () -> admin(who));
    list.look(AREA, "compute API", () -> compute(cloud.get("compute", "")));
    LISTS.stream()
        .map(Listed::service)
        .distinct()
        .forEach(service -> list.look(AREA, "endpoint, " + service, () -> address(cloud, service)));
    for (Listed wanted : LISTS) {
      if (!missing.contains(wanted.service())) {
        list.need(
                AREA,
                wanted.name(),
                () ->
                    URI.create(
                        CallAddress.of(AREA, cloud.session().endpoint(wanted.service()))
                            .toString()))
            .ifPresent(
                address -> {
                  certificate(wanted.service(), address);
                  list.look(AREA, wanted.name(), () -> rows(cloud, wanted));
                });
      }
    }
    if (clocks.isEmpty()) {
      list.look(AREA, "clock", () -> ClockCheck.of(null));
    }
    if (who.isAdmin()) {
      new AccountCheck(list, cloud, accounts).run();
    } else {
      list.note(
          AREA,
          "roles and users",
          Verdict.fail("only an admin is shown which there are", "see role admin"));
    }
  }

  private Verdict address(KeystoneApi cloud, String service) {
    try {
      ServiceCatalog.Address chosen = cloud.session().catalog().address(service);
      String shown = "%s (%s)".formatted(chosen.url(), chosen.why());
      boolean encrypted = "https".equalsIgnoreCase(config.authUrl().getScheme());
      return encrypted && chosen.url().toLowerCase(Locale.ROOT).startsWith("http:")
          ? Verdict.warn(
              shown + ": the admin's token is not encrypted on the way there",
              "let the catalog have https there, or set view.require_https to refuse it")
          : Verdict.ok(shown);
    } catch (NoServiceException e) {
      missing.add(service);
      return Verdict.ok("the catalog has no such service, so there are no objects of it");
    }
  }

  private void certificate(String service, URI address) {
    boolean encrypted = "https".equals(address.getScheme());
    if (certified.add(encrypted ? address.getAuthority() : address.getHost())) {
      list.look(
          AREA, "certificate, " + service, () -> certificates.of(AREA, config.tls(), address));
    }
  }

  private Verdict identity() {
    SingleResponse answer = calls.get(CallAddress.of(AREA, config.authUrl()), Map.of());
    clock("identity", answer);
    String version = answer.required().path("version").path("id").asText();
    return version.startsWith("v3")
        ? Verdict.ok("Keystone " + version)
        : Verdict.fail(
            config.authUrl() + " does not say that it is Keystone v3", "check openstack.auth_url");
  }

  private void clock(String service, SingleResponse answer) {
    if (answer.skew() != null && clocks.add(URI.create(answer.address()).getHost())) {
      list.look(AREA, "clock, " + service, () -> ClockCheck.of(answer.skew()));
    }
  }

  private static Verdict admin(SignedIn who) {
    return who.isAdmin()
        ? Verdict.ok(who.user() + " has it, and so is shown everything")
        : Verdict.fail(
            "%s has the roles %s in the project %s, so lists would be silently short"
                .formatted(who.user(), who.roles(), who.project()),
            "openstack role add --user %s --project %s admin".formatted(who.user(), who.project()));
  }

  /** The sync asks with version 2.1: in 2.47 and later a server does not tell its flavor's id. */
  private static Verdict compute(SingleResponse answer) {
    JsonNode version = answer.required().path("version");
    String from = version.path("min_version").asText();
    String to = version.path("version").asText();
    return from.equals("2.1")
        ? Verdict.ok("Nova 2.1 to " + to)
        : Verdict.fail(
            "it speaks %s to %s, not 2.1".formatted(from, to),
            "check the endpoint of compute in the catalog");
  }

  private Verdict rows(KeystoneApi cloud, Listed wanted) {
    SingleResponse answer = cloud.get(wanted.service(), wanted.path());
    clock(wanted.service(), answer);
    JsonNode rows = answer.required().path(wanted.rows());
    if (!rows.isArray()) {
      return Verdict.fail(
          answer.address() + " was answered with no list",
          "check the endpoint of " + wanted.service() + " in the catalog");
    }
    return wanted.name().equals("stacks") ? stacks(rows) : Verdict.ok("can be read");
  }

  /** Heat tells the project only to whom it shows those of all projects (openstack.md). */
  private static Verdict stacks(JsonNode rows) {
    List<String> without = new ArrayList<>();
    rows.forEach(
        row -> {
          if (!row.hasNonNull("project")) {
            without.add(row.path("stack_name").asText());
          }
        });
    return without.isEmpty()
        ? Verdict.ok("can be read, with their projects")
        : Verdict.fail(
            "Heat does not tell the project of " + without + ", so it shows only part",
            "give the user the role admin in its project");
  }
}

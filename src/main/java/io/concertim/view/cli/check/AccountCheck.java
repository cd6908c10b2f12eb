// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.check;

import io.concertim.view.source.openstack.KeystoneApi;
import io.concertim.view.source.openstack.KeystoneApi.Named;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks that Keystone has the roles, users and assignments that the suite's other services need:
 * they assign them in every project that they create (create_cm_project), and do not start without
 * them.
 */
final class AccountCheck {
  private static final String BOOTSTRAP = "run the command bootstrap";

  /** The roles that every cloud has. */
  private static final Set<String> FROM_THE_START = Set.of("admin", "member");

  private final Checklist list;
  private final KeystoneApi cloud;
  private final SuiteAccounts accounts;

  AccountCheck(Checklist list, KeystoneApi cloud, SuiteAccounts accounts) {
    this.list = list;
    this.cloud = cloud;
    this.accounts = accounts;
  }

  void run() {
    for (String role : List.of("admin", "member", accounts.watcher(), accounts.rating())) {
      list.look(
          CloudCheck.AREA, "role " + role + " exists", () -> one("role", cloud.roles(role), role));
    }
    for (String user : List.of("admin", accounts.concertim(), accounts.cloudkitty())) {
      list.look(
          CloudCheck.AREA, "user " + user + " exists", () -> one("user", cloud.users(user), user));
    }
    assigned(accounts.concertim(), accounts.watcher());
    assigned(accounts.cloudkitty(), accounts.rating());
  }

  private void assigned(String user, String role) {
    list.look(CloudCheck.AREA, user + " has " + role, () -> inEveryProject(user, role));
  }

  private static Verdict one(String kind, List<Named> found, String name) {
    if (found.isEmpty()) {
      return Verdict.fail(
          "the cloud has no " + kind + " " + name + ", which the suite's services need",
          FROM_THE_START.contains(name) ? "openstack " + kind + " create " + name : BOOTSTRAP);
    }
    if (found.size() > 1) {
      return Verdict.fail(
          "%d domains have a %s %s, and the suite's services take none then"
              .formatted(found.size(), kind, name),
          "leave one");
    }
    return found.get(0).enabled()
        ? Verdict.ok("it does")
        : Verdict.fail("but is disabled", "openstack user set --enable " + name);
  }

  private Verdict inEveryProject(String user, String role) {
    Optional<Named> who = cloud.users(user).stream().findFirst();
    Optional<Named> what = cloud.roles(role).stream().findFirst();
    if (who.isEmpty() || what.isEmpty()) {
      return Verdict.fail("there is no such user or role", BOOTSTRAP);
    }
    Set<String> projects = cloud.projectsOf(who.get().id(), what.get().id());
    List<Named> managed = cloud.managedProjects();
    List<String> missing =
        managed.stream()
            .filter(project -> !projects.contains(project.id()))
            .map(Named::name)
            .toList();
    return missing.isEmpty()
        ? Verdict.ok("in all " + managed.size() + " projects of the portal")
        : Verdict.fail("not in " + missing, BOOTSTRAP);
  }
}

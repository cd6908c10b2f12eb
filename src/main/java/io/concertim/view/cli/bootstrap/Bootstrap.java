// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.bootstrap;

import io.concertim.view.cli.check.SuiteAccounts;
import io.concertim.view.config.KeystoneAuth;
import io.concertim.view.config.KeystoneReference;
import io.concertim.view.config.PasswordLogin;
import io.concertim.view.config.Secret;
import io.concertim.view.source.http.SourceException;
import io.concertim.view.source.openstack.KeystoneApi;
import io.concertim.view.source.openstack.KeystoneApi.Named;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Creates what the suite needs in Keystone: roles, users and role assignments. What exists stays as
 * it is, users' passwords included.
 */
public final class Bootstrap {
  private final KeystoneApi cloud;
  private final SuiteAccounts accounts;
  private final Map<String, Secret> passwords;
  private final boolean dryRun;
  private final Consumer<String> told;

  /**
   * @param cloud signed in as an admin
   * @param passwords of the users to create, by their names
   * @param dryRun whether nothing is created, and only reported what would be
   * @param told gets a line for each thing
   */
  public Bootstrap(
      KeystoneApi cloud,
      SuiteAccounts accounts,
      Map<String, Secret> passwords,
      boolean dryRun,
      Consumer<String> told) {
    this.cloud = cloud;
    this.accounts = accounts;
    this.passwords = passwords;
    this.dryRun = dryRun;
    this.told = told;
  }

  /** The users that do not exist and have no password yet. */
  public List<String> withoutPassword() {
    return List.of(accounts.concertim(), accounts.cloudkitty()).stream()
        .filter(name -> !passwords.containsKey(name) && cloud.users(name).isEmpty())
        .toList();
  }

  /**
   * Creates what is missing.
   *
   * @param service the login of the services' configuration
   * @throws SourceException if Keystone refuses something; what was reported before has been
   *     created
   */
  public void run(KeystoneAuth service) {
    Named watcher = role(accounts.watcher());
    Named rating = role(accounts.rating());
    Named concertim = user(accounts.concertim(), "Concertim's services");
    Named cloudkitty = user(accounts.cloudkitty(), "CloudKitty");
    Named home = home(service);
    if (service instanceof PasswordLogin login && isUser(login.user(), concertim)) {
      assign(concertim, role("admin"), List.of(home));
    }
    assign(concertim, watcher, List.of(home));
    List<Named> managed = cloud.managedProjects();
    assign(concertim, watcher, managed);
    assign(cloudkitty, rating, managed);
  }

  private static boolean isUser(KeystoneReference reference, Named user) {
    if (reference instanceof KeystoneReference.ById byId) {
      return byId.id().equals(user.id());
    }
    return reference.named().filter(user.name()::equals).isPresent();
  }

  private Named role(String name) {
    return cloud.roles(name).stream()
        .findFirst()
        .map(role -> there("role " + name, role))
        .orElseGet(() -> made("role " + name, name, () -> cloud.createRole(name)));
  }

  private Named user(String name, String description) {
    return cloud.users(name).stream()
        .findFirst()
        .map(user -> there("user " + name, user))
        .orElseGet(
            () ->
                made(
                    "user " + name,
                    name,
                    () -> cloud.createUser(name, description, passwords.get(name))));
  }

  /** The project that the services sign in to; it is where all else of the cloud's admin is. */
  private Named home(KeystoneAuth service) {
    return service instanceof PasswordLogin login
        ? project(login.project())
        : new Named(cloud.session().who().projectId(), cloud.session().who().project(), true);
  }

  private Named project(KeystoneReference reference) {
    String wanted =
        reference instanceof KeystoneReference.ById byId ? byId.id() : reference.named().orElse("");
    List<Named> found =
        cloud.projects().stream()
            .filter(project -> wanted.equals(project.id()) || wanted.equals(project.name()))
            .toList();
    if (found.size() != 1) {
      throw new SourceException(
          ("openstack: the cloud has %d projects %s, not one; check the project in the"
                  + " configuration, or name it by project_id")
              .formatted(found.size(), wanted));
    }
    return found.get(0);
  }

  private void assign(Named user, Named role, List<Named> projects) {
    Set<String> assigned =
        user.id() == null || role.id() == null ? Set.of() : cloud.projectsOf(user.id(), role.id());
    for (Named project : projects) {
      String what =
          "user %s has the role %s in the project %s"
              .formatted(user.name(), role.name(), project.name());
      if (assigned.contains(project.id())) {
        there(what, project);
      } else {
        made(
            what,
            project.name(),
            () -> {
              cloud.assign(project.id(), user.id(), role.id());
              return project;
            });
      }
    }
  }

  private Named there(String what, Named found) {
    told.accept("there       " + what);
    return found;
  }

  /** Makes something; in a dry run what it would be, without an id. */
  private Named made(String what, String name, Supplier<Named> making) {
    if (dryRun) {
      told.accept("would make  " + what);
      return new Named(null, name, true);
    }
    Named made = making.get();
    told.accept("made        " + what);
    return made;
  }
}

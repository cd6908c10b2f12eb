package io.concertim.view.cli.bootstrap;

import io.concertim.view.cli.check.SuiteAccounts;
import io.concertim.view.config.KeystoneReference;
import io.concertim.view.config.PasswordLogin;
import io.concertim.view.config.Secret;
import io.concertim.view.source.SourceException;
import io.concertim.view.source.openstack.KeystoneApi;
import io.concertim.view.source.openstack.KeystoneApi.Named;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes what the suite needs of Keystone: its roles, its users, and who has which role where. What
 * is there stays as it is, also a user's password.
 */
public final class Bootstrap {
  private final KeystoneApi cloud;
  private final SuiteAccounts accounts;
  private final Map<String, Secret> passwords;
  private final boolean dryRun;
  private final Consumer<String> told;

  /**
   * @param cloud signed in as an admin
   * @param passwords of the users to make, by their names
   * @param dryRun whether it is only told what would be made
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

  /** The users that are not there and have no password yet. */
  public List<String> withoutPassword() {
    return List.of(accounts.concertim(), accounts.cloudkitty()).stream()
        .filter(name -> !passwords.containsKey(name) && cloud.users(name).isEmpty())
        .toList();
  }

  /**
   * Makes what is missing.
   *
   * @param service the login of the services' configuration
   * @throws SourceException if Keystone refuses something; what was told before is made
   */
  public void run(PasswordLogin service) {
    Named watcher = role(accounts.watcher());
    Named rating = role(accounts.rating());
    Named concertim = user(accounts.concertim(), "Concertim's services");
    Named cloudkitty = user(accounts.cloudkitty(), "CloudKitty");
    Named home = project(service.project());
    if (isUser(service.user(), concertim)) {
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
    return name(reference).filter(user.name()::equals).isPresent();
  }

  private static Optional<String> name(KeystoneReference reference) {
    if (reference instanceof KeystoneReference.InDomainId named) {
      return Optional.of(named.name());
    }
    return reference instanceof KeystoneReference.InDomainName named
        ? Optional.of(named.name())
        : Optional.empty();
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
  private Named project(KeystoneReference reference) {
    String wanted =
        reference instanceof KeystoneReference.ById byId ? byId.id() : name(reference).orElse("");
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

  private interface Making {
    Named make();
  }

  private Named there(String what, Named found) {
    told.accept("there       " + what);
    return found;
  }

  /** Makes something; in a dry run what it would be, without an id. */
  private Named made(String what, String name, Making making) {
    if (dryRun) {
      told.accept("would make  " + what);
      return new Named(null, name, true);
    }
    Named made = making.make();
    told.accept("made        " + what);
    return made;
  }
}

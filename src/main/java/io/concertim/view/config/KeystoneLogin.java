// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.util.Optional;

/**
 * Finds the Keystone login among the suite's many key names.
 *
 * <p>An id wins over a name, a key over its {@code admin_} alias. The old tenant keys name a
 * project, and put what has no domain into the one with the id {@code default}, where Keystone v2
 * kept everything.
 */
final class KeystoneLogin {
  private static final String DEFAULT_DOMAIN = "default";
  private static final String CREDENTIAL_ID = "application_credential_id";
  private static final String CREDENTIAL_NAME = "application_credential_name";
  private static final String CREDENTIAL_SECRET = "application_credential_secret";

  private KeystoneLogin() {}

  /** The user; empty if no set of keys is complete. */
  static Optional<KeystoneReference> user(Block openstack) {
    return reference(
        openstack,
        openstack.first("user_id", "admin_user_id"),
        userName(openstack),
        "user_domain_id",
        "user_domain_name");
  }

  /** The project; empty if no set of keys is complete. */
  static Optional<KeystoneReference> project(Block openstack) {
    return reference(
        openstack,
        openstack.first("project_id", "admin_project_id", "admin_tenant_id"),
        projectName(openstack),
        "project_domain_id",
        "project_domain_name");
  }

  /** The application credential; empty if the file has none. */
  static Optional<ApplicationCredential> credential(Block openstack) {
    Optional<Secret> secret = openstack.first(CREDENTIAL_SECRET).map(Secret::new);
    Optional<String> id = openstack.first(CREDENTIAL_ID);
    Optional<String> name = openstack.first(CREDENTIAL_NAME);
    return id.isPresent()
        ? secret.map(s -> new ApplicationCredential(id.get(), null, null, s))
        : name.flatMap(
            n ->
                user(openstack)
                    .flatMap(u -> secret.map(s -> new ApplicationCredential(null, n, u, s))));
  }

  /** The password; empty if there is none. */
  static Optional<Secret> password(Block openstack) {
    return openstack.first("password", "admin_user_password").map(Secret::new);
  }

  /** Notes each part of the login that is missing. */
  static void check(Block openstack, Mistakes mistakes) {
    boolean credential = openstack.first(CREDENTIAL_ID, CREDENTIAL_NAME).isPresent();
    if (credential && openstack.first(CREDENTIAL_SECRET).isEmpty()) {
      mistakes.add(
          "openstack." + CREDENTIAL_SECRET,
          "expected the secret of the application credential, found nothing; add the key");
    }
    if (openstack.first(CREDENTIAL_ID).isPresent()) {
      return; // it has its user and its project
    }
    if (user(openstack).isEmpty()) {
      boolean named = userName(openstack).isPresent();
      mistakes.add(
          named ? "openstack.user_domain_name" : "openstack.username",
          named
              ? "expected the user's domain, found nothing; add it, or user_domain_id, or name"
                  + " the user by user_id"
              : "expected username with user_domain_name, or user_id, found neither; add them");
    }
    if (credential) {
      return; // it has its project
    }
    if (password(openstack).isEmpty()) {
      mistakes.add(
          "openstack.password", "expected the user's password, found nothing; add the key");
    }
    if (project(openstack).isEmpty()) {
      boolean named = projectName(openstack).isPresent();
      mistakes.add(
          named ? "openstack.project_domain_name" : "openstack.project_name",
          named
              ? "expected the project's domain, found nothing; add it, or project_domain_id, or"
                  + " name the project by project_id"
              : "expected project_name with project_domain_name, or project_id, found neither;"
                  + " add them");
    }
  }

  private static Optional<KeystoneReference> reference(
      Block openstack,
      Optional<String> id,
      Optional<String> name,
      String domainIdKey,
      String domainNameKey) {
    if (id.isPresent()) {
      return id.map(KeystoneReference.ById::new);
    }
    Optional<String> domainId = openstack.first(domainIdKey);
    Optional<String> domainName = openstack.first(domainNameKey);
    if (domainId.isEmpty() && domainName.isPresent()) {
      return name.map(n -> new KeystoneReference.InDomainName(n, domainName.get()));
    }
    boolean tenant = openstack.first("admin_tenant_id", "admin_tenant_name").isPresent();
    return domainId
        .or(() -> tenant ? Optional.of(DEFAULT_DOMAIN) : Optional.empty())
        .flatMap(domain -> name.map(n -> new KeystoneReference.InDomainId(n, domain)));
  }

  private static Optional<String> userName(Block openstack) {
    return openstack.first("username", "admin_username");
  }

  private static Optional<String> projectName(Block openstack) {
    return openstack.first("project_name", "admin_project_name", "admin_tenant_name");
  }
}

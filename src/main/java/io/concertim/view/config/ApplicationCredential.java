// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A secret that Keystone made for one user in one project, with some of the user's roles. Keystone
 * refuses a scope with it: the credential has its project.
 *
 * @param id of the credential; null where it is named
 * @param name of the credential, unique among its user's; null where the id is there
 * @param user whose credential it is; null where the id is there
 * @param secret what Keystone showed once, when the credential was made
 */
public record ApplicationCredential(String id, String name, KeystoneReference user, Secret secret)
    implements KeystoneAuth {
  public ApplicationCredential {
    Objects.requireNonNull(secret, "secret");
    if (id == null) {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(user, "user");
    }
  }

  @Override
  public Map<String, Object> asRequest() {
    Map<String, Object> credential = new LinkedHashMap<>();
    if (id == null) {
      credential.put("name", name);
      credential.put("user", user.asRequest());
    } else {
      credential.put("id", id);
    }
    credential.put("secret", secret.reveal());
    return Map.of(
        "auth",
        Map.of(
            "identity",
            Map.of(
                "methods",
                List.of("application_credential"),
                "application_credential",
                credential)));
  }
}

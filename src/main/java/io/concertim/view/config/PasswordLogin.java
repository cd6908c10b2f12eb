// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A complete Keystone v3 password login.
 *
 * @param user user by id, or by name within a domain
 * @param password password of that user
 * @param project project to sign in to, by id, or by name within a domain
 */
public record PasswordLogin(KeystoneReference user, Secret password, KeystoneReference project)
    implements KeystoneAuth {

  @Override
  public Secret secret() {
    return password;
  }

  @Override
  public Map<String, Object> asRequest() {
    Map<String, Object> named = new LinkedHashMap<>(user.asRequest());
    named.put("password", password.reveal());
    return Map.of(
        "auth",
        Map.of(
            "identity",
            Map.of("methods", List.of("password"), "password", Map.of("user", named)),
            "scope",
            Map.of("project", project.asRequest())));
  }
}

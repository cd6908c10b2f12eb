// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The login that OpenStack's own commands take from the environment, as an {@code openrc} file sets
 * it.
 */
public final class OpenRc {
  private static final String DEFAULT_DOMAIN = "Default";

  private OpenRc() {}

  /**
   * The configuration with the login of the environment.
   *
   * @return the same configuration if {@code OS_AUTH_URL} is not set
   * @throws ConfigException if only a part of the login is set
   */
  public static OpenStackConfig over(OpenStackConfig config, Map<String, String> environment)
      throws ConfigException {
    String address = environment.get("OS_AUTH_URL");
    if (address == null) {
      return config;
    }
    Mistakes mistakes = new Mistakes(Path.of("the environment"));
    KeystoneAuth login = login(environment, mistakes);
    mistakes.throwIfAny();
    String url = address.replaceAll("/+$", "");
    return new OpenStackConfig(
        URI.create(url.endsWith("/v3") ? url : url + "/v3"),
        login,
        Optional.ofNullable(environment.get("OS_REGION_NAME")).or(config::region),
        config.endpointInterface(),
        Optional.ofNullable(environment.get("OS_CACERT"))
            .map(file -> new Tls(Optional.of(Path.of(file)), Optional.empty(), false))
            .orElse(config.tls()));
  }

  private static KeystoneAuth login(Map<String, String> environment, Mistakes mistakes) {
    String credential = environment.get("OS_APPLICATION_CREDENTIAL_ID");
    if (credential != null) {
      return new ApplicationCredential(
          credential,
          null,
          null,
          new Secret(needed(environment, mistakes, "OS_APPLICATION_CREDENTIAL_SECRET")));
    }
    KeystoneReference user = reference(environment, mistakes, "OS_USERNAME", "OS_USER");
    Secret password = new Secret(needed(environment, mistakes, "OS_PASSWORD"));
    return new PasswordLogin(
        user, password, reference(environment, mistakes, "OS_PROJECT_NAME", "OS_PROJECT"));
  }

  /** By id where there is one, else by name; so it is for the domain of the name. */
  private static KeystoneReference reference(
      Map<String, String> environment, Mistakes mistakes, String name, String stem) {
    String id = environment.get(stem + "_ID");
    if (id != null) {
      return new KeystoneReference.ById(id);
    }
    String named = needed(environment, mistakes, name);
    String domainId = environment.get(stem + "_DOMAIN_ID");
    return domainId != null
        ? new KeystoneReference.InDomainId(named, domainId)
        : new KeystoneReference.InDomainName(
            named, environment.getOrDefault(stem + "_DOMAIN_NAME", DEFAULT_DOMAIN));
  }

  private static String needed(Map<String, String> environment, Mistakes mistakes, String name) {
    String value = environment.get(name);
    if (value == null) {
      mistakes.add(name, "expected it, as OS_AUTH_URL is set, found nothing; set it");
      return "";
    }
    return value;
  }
}

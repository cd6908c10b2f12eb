package io.concertim.view.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
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
    for (String name : new String[] {"OS_USERNAME", "OS_PASSWORD", "OS_PROJECT_NAME"}) {
      if (environment.get(name) == null) {
        mistakes.add(name, "expected it, as OS_AUTH_URL is set, found nothing; set it");
      }
    }
    mistakes.throwIfAny();
    String url = address.replaceAll("/+$", "");
    PasswordLogin login =
        new PasswordLogin(
            named(environment, "OS_USERNAME", "OS_USER_DOMAIN_NAME"),
            new Secret(environment.get("OS_PASSWORD")),
            named(environment, "OS_PROJECT_NAME", "OS_PROJECT_DOMAIN_NAME"));
    return new OpenStackConfig(
        URI.create(url.endsWith("/v3") ? url : url + "/v3"),
        login,
        config.region(),
        config.endpointInterface(),
        Optional.ofNullable(environment.get("OS_CACERT"))
            .map(file -> new Tls(Optional.of(Path.of(file)), Optional.empty(), false))
            .orElse(config.tls()));
  }

  private static KeystoneReference named(
      Map<String, String> environment, String name, String domain) {
    return new KeystoneReference.InDomainName(
        environment.get(name), Objects.requireNonNullElse(environment.get(domain), DEFAULT_DOMAIN));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The cloud's settings as openstacksdk's {@code clouds.yaml} has them, written into our own block:
 * a named cloud of such a file, or its lines pasted under {@code openstack}.
 *
 * <p>The file is the one that {@code clouds_file} names, else the first of openstacksdk's places.
 * {@code secure.yaml} beside the file adds what must not be shown. A key of our own block wins.
 */
final class CloudsFile {
  private static final Set<String> AUTH_TYPES =
      Set.of("password", "v3password", "v3applicationcredential");

  private final Path directory;
  private final Map<String, String> environment;
  private final Mistakes mistakes;

  /**
   * @param directory what a relative {@code clouds_file} is relative to
   */
  CloudsFile(Path directory, Map<String, String> environment, Mistakes mistakes) {
    this.directory = directory;
    this.environment = environment;
    this.mistakes = mistakes;
  }

  /**
   * The configuration with the cloud's settings in their usual places.
   *
   * @param file the keys of the configuration file
   * @throws ConfigException if the clouds file cannot be read
   */
  Map<?, ?> into(Map<?, ?> file) throws ConfigException {
    if (!(file.get("openstack") instanceof Map<?, ?> written)) {
      return file;
    }
    Map<Object, Object> openstack = new LinkedHashMap<>(written);
    if (openstack.remove("cloud") instanceof String name) {
      cloud(name, openstack.remove("clouds_file")).forEach(openstack::putIfAbsent);
    }
    flatten(openstack);
    Map<Object, Object> all = new LinkedHashMap<>(file);
    all.put("openstack", openstack);
    return all;
  }

  private Map<Object, Object> cloud(String name, Object named) throws ConfigException {
    Optional<Path> clouds =
        named instanceof String path
            ? Optional.of(directory.resolve(path))
            : places().stream().filter(Files::isRegularFile).findFirst();
    if (clouds.isEmpty()) {
      mistakes.add(
          "openstack.cloud",
          "expected a clouds.yaml in one of " + places() + ", found none; name it by clouds_file");
      return Map.of();
    }
    Map<Object, Object> cloud = new LinkedHashMap<>(entry(clouds.get(), name));
    if (cloud.isEmpty()) {
      mistakes.add(
          "openstack.cloud",
          "expected a cloud of %s, found \"%s\"; it has %s"
              .formatted(
                  clouds.get(), name, block(YamlText.read(clouds.get()), "clouds").keySet()));
    }
    Path secure = clouds.get().resolveSibling("secure.yaml");
    if (Files.isRegularFile(secure)) {
      merge(cloud, entry(secure, name));
    }
    return cloud;
  }

  private static Map<?, ?> entry(Path clouds, String name) throws ConfigException {
    return block(block(YamlText.read(clouds), "clouds"), name);
  }

  private static Map<?, ?> block(Map<?, ?> within, String key) {
    return within.get(key) instanceof Map<?, ?> block ? block : Map.of();
  }

  private static void merge(Map<Object, Object> into, Map<?, ?> more) {
    more.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> added && into.get(key) instanceof Map<?, ?> there) {
            Map<Object, Object> both = new LinkedHashMap<>(there);
            merge(both, added);
            into.put(key, both);
          } else {
            into.put(key, value);
          }
        });
  }

  private List<Path> places() {
    String set = environment.get("OS_CLIENT_CONFIG_FILE");
    if (set != null) {
      return List.of(Path.of(set));
    }
    Path home = Path.of(environment.getOrDefault("HOME", "/root"));
    return List.of(
        Path.of("clouds.yaml").toAbsolutePath(),
        home.resolve(".config/openstack/clouds.yaml"),
        Path.of("/etc/openstack/clouds.yaml"));
  }

  /** Puts openstacksdk's nested and differently named keys where ours are. */
  private void flatten(Map<Object, Object> openstack) {
    if (openstack.remove("auth") instanceof Map<?, ?> auth) {
      auth.forEach(openstack::putIfAbsent);
      rename(openstack, "tenant_name", "project_name");
      rename(openstack, "tenant_id", "project_id");
      for (String domain : List.of("domain_name", "domain_id")) {
        for (String part : List.of("user_", "project_")) {
          domain(openstack, part, openstack.get(domain), domain);
          domain(openstack, part, openstack.get("default_" + domain), domain);
        }
      }
    }
    if (openstack.get("auth_type") instanceof String type && !AUTH_TYPES.contains(type)) {
      mistakes.add(
          "openstack.auth_type",
          "expected one of %s, found \"%s\""
              .formatted(AUTH_TYPES.stream().sorted().toList(), type));
    }
    Map<Object, Object> tls = new LinkedHashMap<>(block(openstack, "tls"));
    if ("false".equalsIgnoreCase(String.valueOf(openstack.remove("verify")))) {
      tls.putIfAbsent("insecure", "true");
    }
    if (openstack.remove("cacert") instanceof String file) {
      tls.putIfAbsent("ca_file", file);
    }
    if (!tls.isEmpty()) {
      openstack.put("tls", tls);
    }
  }

  private static void domain(
      Map<Object, Object> openstack, String part, Object value, String domain) {
    boolean named =
        openstack.containsKey(part + "domain_name") || openstack.containsKey(part + "domain_id");
    if (value != null && !named) {
      openstack.put(part + domain, value);
    }
  }

  private static void rename(Map<Object, Object> block, String from, String to) {
    Object value = block.remove(from);
    if (value != null) {
      block.putIfAbsent(to, value);
    }
  }
}

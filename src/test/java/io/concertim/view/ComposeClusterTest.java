// SPDX-License-Identifier: Apache-2.0
package io.concertim.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.config.ClusterSettings;
import io.concertim.view.config.ConfigFile;
import io.concertim.view.config.ViewConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * The profile cluster of compose.yaml, with the lines of config.yaml that docs/cluster.md gives.
 */
class ComposeClusterTest {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):-([^}]*)}");
  private static final Pattern LINES =
      Pattern.compile("```yaml\n(rmq:.*?)```", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Map<String, String> SHELL =
      Map.of("POSTGRES_PASSWORD", "of the database", "RABBITMQ_PASSWORD", "of the broker");

  @TempDir private Path folder;
  private Map<String, Object> compose;

  @BeforeEach
  void read() throws IOException {
    compose = new Yaml().load(Files.readString(Path.of("Dockerfiles", "compose.yaml")));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> in(Map<String, Object> map, String name) {
    return (Map<String, Object>) map.get(name);
  }

  private Map<String, Object> service(String name) {
    return in(in(compose, "services"), name);
  }

  /** As compose fills it in. */
  private Map<String, String> environment(String service) {
    Map<String, String> filled = new TreeMap<>();
    in(service(service), "environment")
        .forEach(
            (name, value) ->
                filled.put(
                    name,
                    VARIABLE
                        .matcher(value.toString())
                        .replaceAll(
                            found ->
                                Matcher.quoteReplacement(
                                    SHELL.getOrDefault(found.group(1), found.group(2))))));
    return filled;
  }

  /** The sample, with the lines that the page gives. */
  private ViewConfig config(String service) throws Exception {
    Map<String, Object> config =
        new Yaml().load(Files.readString(Path.of("etc", "config-sample.yaml")));
    Matcher lines = LINES.matcher(Files.readString(Path.of("docs", "cluster.md")));
    assertTrue(lines.find());
    config.putAll(new Yaml().<Map<String, Object>>load(lines.group(1)));
    Path file = Files.writeString(folder.resolve("config.yaml"), new Yaml().dump(config));
    return ConfigFile.load(file, environment(service));
  }

  @Test
  void hasTwoHostsADatabaseAndABroker() {
    Set<String> started = new TreeSet<>();
    in(compose, "services")
        .keySet()
        .forEach(
            name -> {
              Object profiles = service(name).get("profiles");
              if (profiles == null || ((List<?>) profiles).contains("cluster")) {
                started.add(name);
              }
            });

    assertEquals(Set.of("postgresql", "rabbitmq", "replica", "view_queue", "view_sync"), started);
  }

  @Test
  void givesEachHostANameAndAnAddressOfItsOwn() throws Exception {
    assertEquals("portal-1", config("view_sync").cluster().orElseThrow().host());
    assertEquals("portal-1", config("view_queue").cluster().orElseThrow().host());
    assertEquals("portal-2", config("replica").cluster().orElseThrow().host());

    Set<InetSocketAddress> addresses = new HashSet<>();
    for (String service : List.of("view_sync", "view_queue", "replica")) {
      boolean queueOnly = service.equals("view_queue");
      addresses.add(config(service).view().management().addressOf(queueOnly).orElseThrow());
    }
    assertEquals(3, addresses.size());
  }

  @Test
  void leadsTheHostsToTheDatabaseAndTheBrokerThatItStarts() throws Exception {
    Map<String, String> database = environment("postgresql");
    Map<String, String> broker = environment("rabbitmq");
    for (String service : List.of("view_sync", "view_queue", "replica")) {
      ViewConfig config = config(service);
      ClusterSettings cluster = config.cluster().orElseThrow();
      String user = database.get("POSTGRES_USER"); // the image makes a database of this name
      assertEquals("jdbc:postgresql://127.0.0.1:5432/" + user, cluster.url());
      assertEquals(user, cluster.username());
      assertEquals(database.get("POSTGRES_PASSWORD"), cluster.password().reveal());
      assertEquals(broker.get("RABBITMQ_DEFAULT_USER"), config.rmq().orElseThrow().username());
      assertEquals(
          broker.get("RABBITMQ_DEFAULT_PASS"), config.rmq().orElseThrow().password().reveal());
    }
    assertTrue(((List<?>) service("postgresql").get("ports")).contains("127.0.0.1:5432:5432"));
    assertTrue(((List<?>) service("rabbitmq").get("ports")).contains("127.0.0.1:5672:5672"));
  }

  @Test
  void keepsTheFilesOfEachHostApart() {
    Set<Object> first = Set.copyOf((List<?>) service("view_sync").get("volumes"));
    List<?> second = (List<?>) service("replica").get("volumes");

    assertEquals(1, second.stream().filter(first::contains).count(), "config.yaml");
    Set<String> named =
        second.stream()
            .filter(String.class::isInstance)
            .map(volume -> volume.toString().replaceFirst(":.*", ""))
            .collect(Collectors.toSet());
    assertTrue(in(compose, "volumes").keySet().containsAll(named));
    assertEquals(2, named.size());
  }
}

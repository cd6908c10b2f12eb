// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.config.RabbitMqConfig.ClientCertificate;
import io.concertim.view.config.ViewSettings.Deletions;
import io.concertim.view.config.ViewSettings.Management;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
  @TempDir Path directory;

  @Test
  void readsWhatTheSuiteHasAlwaysWritten() throws Exception {
    ViewConfig config = load(SuiteFile.TEXT);

    assertEquals(
        new ConcertimConfig(
            URI.create("https://proxy:7443"), "admin", new Secret("admin"), 42, Tls.VERIFIED),
        config.concertim());
    assertEquals(
        new KillBillConfig(
            URI.create("http://killbill:48080"),
            "biller",
            new Secret("k-pass"),
            new Secret("k-key"),
            new Secret("k-secret"),
            "monthly",
            Tls.VERIFIED),
        config.killbill().orElseThrow());
    assertEquals(
        Optional.of(
            new RabbitMqConfig(
                "queue.example", 5672, "rabbit", new Secret("r-pass"), "/", Optional.empty())),
        config.rmq());
    assertEquals(LogLevel.WARNING, config.logLevel());
    assertEquals(URI.create("http://cloud:5000/v3"), config.openstack().authUrl());
    assertEquals("public", config.openstack().endpointInterface());
    assertEquals(Optional.empty(), config.openstack().region());
  }

  private static Map<String, Integer> concurrency(int concertim, int compute) {
    Map<String, Integer> calls = new HashMap<>(Map.of("concertim", concertim, "compute", compute));
    calls.putAll(
        Map.of("identity", 4, "orchestration", 32, "volume", 4, "network", 4, "killbill", 2));
    return calls;
  }

  @Test
  void hasADefaultForEverySettingOfTheView() throws Exception {
    ViewConfig config = load(SuiteFile.TEXT);
    assertEquals(
        new ViewSettings(
            Optional.empty(),
            Duration.ofSeconds(15),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            3,
            Duration.ofSeconds(1),
            Duration.ofMinutes(10),
            1000,
            240,
            Optional.empty(),
            Duration.ofSeconds(60),
            true,
            false,
            new Deletions(0.1, 5),
            1 << 24,
            0.5,
            LogFormat.TEXT,
            Duration.ofMinutes(15),
            new Management(Optional.of(loopback(9464)), false),
            new QueueSettings(
                "concertim_view",
                List.of("nova", "heat", "cinder", "neutron", "keystone", "openstack"),
                List.of("notifications.info", "notifications.error"),
                EventTypes.builtInAnd(List.of()),
                100_000,
                Optional.empty(),
                Map.of(),
                50,
                false,
                16,
                20,
                Duration.ofMillis(500),
                Duration.ofSeconds(3)),
            concurrency(2, 4),
            Optional.empty(),
            Map.of("concertim", 0.1, "openstack", 0.1, "killbill", 0.1),
            Map.of()),
        config.view());
    assertEquals(List.of(), config.notified());
    assertEquals(Optional.empty(), config.cluster());
  }

  @Test
  void readsEverySettingOfTheView() throws Exception {
    ViewConfig config =
        load(
            SuiteFile.TEXT
                + """
                view:
                  cron: 0 */5 * * * ?
                  memory: 8589934592
                  connect_timeout: 500ms
                  response_timeout: 1h
                  retries: 0
                  retry_delay: 2s
                  source_deadline: 1m
                  page_size: 200
                  full_reread_every: 5
                  full_lists_every: 20m
                  killbill_interval: 30s
                  require_order: no
                  require_https: yes
                  deletion_threshold: 1
                  deletion_minimum: 0
                  history_bytes: 100000
                  publish_share: 0.25
                  log_format: json
                  max_age: 2m
                  management: 127.0.0.1:9470
                  queue:
                    name: ours
                    exchanges: nova,heat
                    event_types: "!port.*, compute.instance.exists"
                    routing_keys: versioned_notifications.info
                    max_length: 0
                    message_ttl: 24h
                    arguments: x-queue-type=quorum, x-delivery-limit=5, x-flag=true
                    prefetch: 50
                    dead_letter_bodies: yes
                    readers: 4
                    bulk_threshold: 100
                    read_interval: 1s
                    portal_interval: 10s
                  concurrency: {concertim: 1, compute: "8"}
                  load: {concertim: 0.05, killbill: 0.2}
                  links: {horizon: "https://cloud.example/dashboard"}
                  notify:
                    web-hook:
                      url: https://chat:8443/hook/
                      secret: hunter2
                      kinds: rack,device
                      teams: team one, 7e01
                      statuses: FAILED
                      tls: {insecure: yes}
                    bus: {exchange: concertim.changes}
                  store: postgresql
                  postgresql:
                    url: jdbc:postgresql://db1,db2:5433/concertim
                    username: view
                    password: hunter3
                    schema: ours
                    tls: {enabled: yes, insecure: yes}
                  cluster: {host: portal-1, lease: 20s, quiet_after: 1m}
                """);
    assertEquals(
        new ViewSettings(
            Optional.of("0 */5 * * * ?"),
            Duration.ofSeconds(15),
            Duration.ofMillis(500),
            Duration.ofHours(1),
            0,
            Duration.ofSeconds(2),
            Duration.ofMinutes(1),
            200,
            5,
            Optional.of(Duration.ofMinutes(20)),
            Duration.ofSeconds(30),
            false,
            true,
            new Deletions(1, 0),
            100_000,
            0.25,
            LogFormat.JSON,
            Duration.ofMinutes(2),
            new Management(Optional.of(loopback(9470)), true),
            new QueueSettings(
                "ours",
                List.of("nova", "heat"),
                List.of("versioned_notifications.info"),
                EventTypes.builtInAnd(List.of("!port.*", "compute.instance.exists")),
                0,
                Optional.of(Duration.ofHours(24)),
                Map.of("x-queue-type", "quorum", "x-delivery-limit", 5L, "x-flag", true),
                50,
                true,
                4,
                100,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10)),
            concurrency(1, 8),
            Optional.of(1L << 33),
            Map.of("concertim", 0.05, "openstack", 0.1, "killbill", 0.2),
            Map.of("horizon", "https://cloud.example/dashboard")),
        config.view());
    assertEquals(
        List.of(
            new NotifyTarget(
                "web-hook",
                Optional.of(URI.create("https://chat:8443/hook/")),
                Optional.empty(),
                Optional.of(new Secret("hunter2")),
                List.of("rack", "device"),
                List.of("team one", "7e01"),
                List.of("FAILED"),
                new Tls(Optional.empty(), Optional.empty(), true)),
            new NotifyTarget(
                "bus",
                Optional.empty(),
                Optional.of("concertim.changes"),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Tls.VERIFIED)),
        config.notified());
    assertEquals(
        Optional.of(
            new ClusterSettings(
                "jdbc:postgresql://db1,db2:5433/concertim",
                "view",
                new Secret("hunter3"),
                "ours",
                Optional.of(new Tls(Optional.empty(), Optional.empty(), true)),
                "portal-1",
                Duration.ofSeconds(20),
                Optional.of(Duration.ofMinutes(1)))),
        config.cluster());
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Test
  void expectsNoSyncBeforeItIsDue() throws Exception {
    assertEquals(
        Duration.ofHours(2), load(SuiteFile.TEXT + "view: {interval: 1h}\n").view().maxAge());
    assertEquals(
        Duration.ofHours(4),
        load(SuiteFile.TEXT + "view: {interval: 1h, killbill_interval: 2h}\n").view().maxAge());
  }

  @Test
  void needsNoManagementServer() throws Exception {
    assertEquals(
        new Management(Optional.empty(), true),
        load(SuiteFile.TEXT + "view: {management: off}\n").view().management());
  }

  @Test
  void leavesTheMessageQueueOutWhenTheFileNamesNone() throws Exception {
    ViewConfig config =
        load(
            SuiteFile.TEXT.replace("message_queue: rmq", "").replace("rmq_port: \"5672\"", "x: y"));

    assertEquals(Optional.empty(), config.rmq());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"12345", "0123", "yes", "1:30", "1e3", "0x1F", "2024-01-01", "3.10", "!x@y", "="})
  void takesAnUnquotedPasswordAsItIsWritten(String password) throws Exception {
    String written = password.startsWith("!") ? "'" + password + "'" : password;

    ViewConfig config = load(SuiteFile.TEXT.replace("k-pass", written));

    assertEquals(password, config.killbill().orElseThrow().password().reveal());
  }

  @ParameterizedTest
  @CsvSource({"debug, DEBUG", "Info, INFO", "CRITICAL, CRITICAL", "error, ERROR"})
  void takesTheLogLevelInAnyCase(String written, LogLevel level) throws Exception {
    assertEquals(level, load(SuiteFile.TEXT.replace("Warning", written)).logLevel());
  }

  @Test
  void takesValuesFromTheEnvironmentAndFromFiles() throws Exception {
    Files.writeString(directory.resolve("secret"), "from file\n");
    Path absolute = Files.writeString(directory.resolve("absolute"), "from absolute\r\n");
    String text =
        SuiteFile.TEXT
            .replace("k-pass", "${env:PASSWORD}")
            .replace("\"5672\"", "${env:PORT}")
            .replace("k-key", "${file:secret}")
            .replace("k-secret", "\"${file:" + absolute + "}\"");

    ViewConfig config =
        ConfigFile.load(write(text), Map.of("PASSWORD", "from environment", "PORT", "5671"));

    assertEquals("from environment", config.killbill().orElseThrow().password().reveal());
    assertEquals("from file", config.killbill().orElseThrow().apiKey().reveal());
    assertEquals("from absolute", config.killbill().orElseThrow().apiSecret().reveal());
    assertEquals(5671, config.rmq().orElseThrow().port());
  }

  @Test
  void takesATextThatOnlyHoldsAReferenceAsItIs() throws Exception {
    ViewConfig config = load(SuiteFile.TEXT.replace("k-pass", "a${env:PASSWORD}"));

    assertEquals("a${env:PASSWORD}", config.killbill().orElseThrow().password().reveal());
  }

  @Test
  void readsHowCertificatesAreChecked() throws Exception {
    String pin = "AB:".repeat(31) + "cd";
    String text =
        SuiteFile.TEXT
            .replace("concertim:\n", "concertim:\n  tls: {pinned_sha256: \"" + pin + "\"}\n")
            .replace("killbill:\n", "killbill:\n  tls: {insecure: true}\n");

    ViewConfig config = load(text);

    assertEquals(Optional.of("ab".repeat(31) + "cd"), config.concertim().tls().pinnedSha256());
    assertTrue(config.killbill().orElseThrow().tls().insecure());
    assertFalse(config.openstack().tls().insecure());
  }

  @Test
  void readsTheClientCertificateOfTheMessageQueue() throws Exception {
    Path certificate = Files.writeString(directory.resolve("client.pem"), "");
    Path key = Files.writeString(directory.resolve("client.key"), "");
    String text =
        SuiteFile.TEXT.replace(
            "rmq:\n",
            """
            rmq:
              tls:
                enabled: true
                client_certificate: client.pem
                client_key: client.key
            """);

    assertEquals(
        Optional.of(new ClientCertificate(certificate, key)),
        load(text).rmq().orElseThrow().tls().orElseThrow().client());
  }

  @Test
  void showsNoSecretInTheTextOfTheConfiguration() throws Exception {
    String text = load(SuiteFile.TEXT).toString();

    SuiteFile.SECRETS.forEach(secret -> assertFalse(text.contains(secret), secret));
  }

  private ViewConfig load(String text) throws Exception {
    return ConfigFile.load(write(text), Map.of());
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("config.yaml"), text);
  }
}

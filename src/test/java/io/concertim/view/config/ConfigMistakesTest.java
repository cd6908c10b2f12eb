// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigMistakesTest {
  @TempDir Path directory;

  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          cloud_type: openstack       | cloud_type: azure          | cloud_type: expected "openstack", found "azure"
          cloud_type: openstack       | x: y                       | cloud_type: expected "openstack", found nothing; add the key
          billing_platform: killbill  | billing_platform: hostbill | billing_platform: expected "killbill" or "none", found "hostbill"
          message_queue: rmq          | message_queue: kafka       | message_queue: expected "rmq", found "kafka"
          log_level: Warning          | log_level: loud            | log_level: expected one of DEBUG, INFO, WARNING, ERROR, CRITICAL, found "loud"
          log_level: Warning          | log_level:                 | log_level: expected one of DEBUG, INFO, WARNING, ERROR, CRITICAL, found nothing; add the key
          killbill:                   | other:                     | killbill: expected a mapping of Kill Bill's settings, found nothing; add the key
          rmq:                        | other:                     | rmq: expected a mapping of the message queue's settings, found nothing; add the key
          https://proxy:7443          | proxy:7443                 | concertim.concertim_url: expected an address such as https://host:8080, without user, password or query, found "proxy:7443"
          https://proxy:7443          | https://me:pw@proxy        | concertim.concertim_url: expected an address such as https://host:8080, without user, password or query, found "https://***@proxy"
          https://proxy:7443          | https://[1:2]:7443         | concertim.concertim_url: expected an address, found "https://[1:2]:7443"
          username: reader            | username:                  | openstack.username: expected username with user_domain_name, or user_id, found neither; add them
          username: reader            | username: [a, b]           | openstack.username: expected a text, found a list
          user_domain_name: Users     | x: y                       | openstack.user_domain_name: expected the user's domain, found nothing; add it, or user_domain_id, or name the user by user_id
          password: o-pass            | x: y                       | openstack.password: expected the user's password, found nothing; add the key
          project_name: service       | x: y                       | openstack.project_name: expected project_name with project_domain_name, or project_id, found neither; add them
          project_domain_name: Projects | x: y                     | openstack.project_domain_name: expected the project's domain, found nothing; add it, or project_domain_id, or name the project by project_id
          http://cloud:5000/v3        | http://cloud:5000/v2.0     | openstack.auth_url: expected the address of Keystone v3, found Keystone v2, which is not supported
          auth_url                    | interface: secret          | openstack.interface: expected one of public, internal, admin, found "secret"
          "5672"                      | "70000"                    | rmq.rmq_port: expected a port from 1 to 65535, found "70000"
          "5672"                      | amqp                       | rmq.rmq_port: expected a port from 1 to 65535, found "amqp"
          queue.example               | amqp://queue.example       | rmq.rmq_address: expected a host name or address without scheme, port or path, found "amqp://queue.example"
          k-pass                      | ""                         | killbill.password: expected a text, in double quotes if it has special characters, found an empty text
          k-pass                      | {hidden: 1}                | killbill.password: expected a text, in double quotes if it has special characters, found a mapping
          k-pass                      | ${env:UNSET}               | killbill.password: expected the environment variable UNSET, found it not set; set it
          k-pass                      | ${file:absent}             | killbill.password: expected a text file absent that this process can read, found none
          monthly                     |                            | killbill.plan_name: expected the name of a plan, found nothing; add the key
          """)
  void saysInOneLineWhatIsWrongWithAKeyOfTheSuite(String right, String wrong, String line)
      throws Exception {
    String replacement = wrong == null ? "" : wrong;
    String text =
        right.equals("auth_url")
            ? SuiteFile.TEXT.replace("  auth_url", "  " + wrong + "\n  auth_url")
            : SuiteFile.TEXT.replace(right, replacement);

    assertEquals(List.of(line), mistakes(text));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          interval: 15                   | view.interval: expected a duration such as 500ms, 15s, 10m or 1h, found "15"
          interval: 0s                   | view.interval: expected a duration such as 500ms, 15s, 10m or 1h, found "0s"
          interval: ${env:INTERVAL}      | view.interval: expected a duration such as 500ms, 15s, 10m or 1h, found another value behind ${env:INTERVAL}
          {interval: 5s, cron: '0 0 * * * ?'} | view.cron: expected cron or interval, found both; remove one
          cron: every day                | view.cron: expected a Quartz cron expression of six or seven fields, seconds first, found "every day"
          cron: '*/5 * * * *'            | view.cron: expected a Quartz cron expression of six or seven fields, seconds first, found "*/5 * * * *"; for the usual five fields put a 0 before them and a ? for the day that does not count
          cron: '0 0 0 30 2 ?'           | view.cron: expected a Quartz cron expression that has a time to come, found "0 0 0 30 2 ?", which has none
          cron: '0 0 0 1 1 ? 2020'       | view.cron: expected a Quartz cron expression that has a time to come, found "0 0 0 1 1 ? 2020", which has none
          retries: -1                    | view.retries: expected a number from 0 to 20, found "-1"
          page_size: many                | view.page_size: expected a number from 1 to 10000, found "many"
          require_order: maybe           | view.require_order: expected true or false, found "maybe"
          deletion_threshold: 30%        | view.deletion_threshold: expected a share from 0 to 1, such as 0.1, found "30%"
          deletion_threshold: 1.5        | view.deletion_threshold: expected a share from 0 to 1, such as 0.1, found "1.5"
          management: everywhere         | view.management: expected an address and a port up to 65534, such as 127.0.0.1:9464, or off, found "everywhere"
          management: 127.0.0.1:65535    | view.management: expected an address and a port up to 65534, such as 127.0.0.1:9464, or off, found "127.0.0.1:65535"
          concurrency: 4                 | view.concurrency: expected a mapping of services to numbers, found another value
          concurrency: {heat: 4}         | view.concurrency.heat: expected one of concertim, identity, compute, orchestration, volume, network, killbill, found an unknown key
          notify: [chat]                 | view.notify: expected a mapping of names (of letters, digits and hyphens) to those who are notified, found a list
          notify: {a.b: {url: 'http://x'}} | view.notify: expected a mapping of names (of letters, digits and hyphens) to those who are notified, found a mapping
          notify: {x: {}}                | view.notify.x: expected url or exchange, found neither; add one
          notify: {x: {url: 'http://x', exchange: y}} | view.notify.x: expected url or exchange, found both; remove one
          notify: {x: {url: 'http://x?token=hunter2'}} | view.notify.x.url: expected an address such as https://host:8080, without user, password or query, found "http://x?token=hunter2"
          notify: {x: {url: 'http://x', kind: rack}} | view.notify.x.kind: expected one of url, exchange, secret, kinds, teams, statuses, tls, found an unknown key
          notify: {x: {url: 'http://x', kinds: racks}} | view.notify.x.kinds: expected device, rack, team, template or user, or several of them with commas between them, found "racks"
          notify: {x: {url: 'http://x', secret: ''}} | view.notify.x.secret: expected a text, in double quotes if it has special characters, found an empty text
          notify: {x: {url: 'http://x', tls: {ca_file: none}}} | view.notify.x.tls.ca_file: expected a readable file, found none at DIRECTORY/none
          {store: postgresql, postgresql: {url: 'jdbc:postgresql://db/c', username: u, password: p}, cluster: {host: localhost}} | view.cluster.host: expected a name that no other host has, found localhost; name this one
          {store: postgresql, postgresql: {url: 'jdbc:postgresql://db/c', username: u, password: p}, cluster: {host: LOCALHOST.localdomain}} | view.cluster.host: expected a name that no other host has, found LOCALHOST.localdomain; name this one
          {store: files, cluster: {host: localhost}, page_size: many} | view.page_size: expected a number from 1 to 10000, found "many"
          concurrency: {compute: 0}      | view.concurrency.compute: expected a number from 1 to 256, found "0"
          """)
  void saysInOneLineWhatIsWrongWithASettingOfTheView(String setting, String line) throws Exception {
    assertEquals(
        List.of(line.replace("DIRECTORY", directory.toString())),
        mistakes(SuiteFile.TEXT + "view:\n  " + setting + "\n"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          killbill  | {ca-file: x}          | killbill.tls.ca-file: expected one of ca_file, pinned_sha256, insecure, found an unknown key
          killbill  | {ca_file: absent.pem} | killbill.tls.ca_file: expected a readable file, found none at DIRECTORY/absent.pem
          openstack | {ca_file: config.yaml} | openstack.tls.ca_file: expected a PEM file with certificates, found something else in DIRECTORY/config.yaml
          concertim | {pinned_sha256: abcd} | concertim.tls.pinned_sha256: expected the SHA-256 of a certificate: 64 hexadecimal digits, with or without colons, found "abcd"
          rmq       | {insecure: true}      | rmq.tls.enabled: expected true, or false for a plain connection, found nothing; add the key
          rmq       | {enabled: true, client_key: config.yaml} | rmq.tls.client_certificate: expected the file that belongs to client_key, found nothing
          """)
  void saysInOneLineWhatIsWrongWithTls(String system, String tls, String line) throws Exception {
    assertEquals(
        List.of(line.replace("DIRECTORY", directory.toString())),
        mistakes(SuiteFile.TEXT.replace(system + ":\n", system + ":\n  tls: " + tls + "\n")));
  }

  @Test
  void saysThatOneWayToCheckACertificateIsEnough() throws Exception {
    String tls = "  tls: {insecure: true, pinned_sha256: " + "ab".repeat(32) + "}\n";

    assertEquals(
        List.of(
            "killbill.tls: expected one way to check the certificate,"
                + " found pinned_sha256 and insecure; keep the first"),
        mistakes(SuiteFile.TEXT.replace("killbill:\n", "killbill:\n" + tls)));
  }

  @Test
  void saysThatThePortalTakesNoHigherRacks() throws Exception {
    assertEquals(
        List.of(
            "concertim.default_rack_height: expected a number of rack units from 1 to 72,"
                + " found \"73\""),
        mistakes(
            SuiteFile.TEXT.replace("concertim:\n", "concertim:\n  default_rack_height: 73\n")));
  }

  @Test
  void saysThatAnExchangeNeedsABroker() throws Exception {
    assertEquals(
        List.of(
            "view.notify.x.exchange: expected message_queue and the block rmq with its broker,"
                + " found none; add them"),
        mistakes(
            SuiteFile.TEXT.replace("message_queue: rmq\n", "")
                + "view: {notify: {x: {exchange: y}}}\n"));
  }

  @Test
  void namesTheKnownKeysWhenOneOfTheViewIsMistyped() throws Exception {
    List<String> mistakes = mistakes(SuiteFile.TEXT + "view: {intervall: 5s}\n");

    assertEquals(1, mistakes.size());
    assertTrue(mistakes.get(0).startsWith("view.intervall: expected one of interval, cron, "));
  }

  @Test
  void tellsAllMistakesAtOnceAndNoSecret() throws Exception {
    List<String> mistakes =
        mistakes(
            SuiteFile.TEXT
                .replace("Warning", "loud")
                .replace("plan_name", "plan_nam")
                .replace("k-key", "[hunter2]")
                .replace("user_domain_name", "user_domain")
                .concat("view: {retries: x}\n"));

    assertEquals(5, mistakes.size(), mistakes::toString);
    assertFalse(mistakes.toString().contains("hunter2"));
    SuiteFile.SECRETS.forEach(s -> assertFalse(mistakes.toString().contains(s), s));
  }

  @ParameterizedTest(name = "[{index}]")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``          | expected a mapping of keys, found nothing
          # comment   | expected a mapping of keys, found nothing
          [a, b]      | expected a mapping of keys, found a list
          hunter2     | expected a mapping of keys, found a text
          a: b: c     | expected YAML, found a mistake in line 1, column 5; look there for a tab, a missing space after a colon, or a special character outside double quotes
          a: @hunter2 | expected YAML, found a mistake in line 1, column 4; look there for a tab, a missing space after a colon, or a special character outside double quotes
          a: *hunter2 | expected YAML, found a mistake in line 1, column 4; look there for a tab, a missing space after a colon, or a special character outside double quotes
          a: !hunter2 b | expected YAML, found a mistake in line 1, column 4; look there for a tab, a missing space after a colon, or a special character outside double quotes
          """)
  void saysInOneLineWhatIsWrongWithTheWholeFile(String text, String line) throws Exception {
    assertEquals(List.of(line), mistakes(text));
  }

  @Test
  void saysThatTheFileIsMissing() {
    Path file = directory.resolve("absent.yaml");

    assertEquals(
        file + ": there is no such file; create it or name another with --config",
        assertThrows(ConfigException.class, () -> ConfigFile.load(file, Map.of())).getMessage());
  }

  @Test
  void saysThatTheFileIsADirectory() {
    assertEquals(
        directory + ": cannot be read: Is a directory",
        assertThrows(ConfigException.class, () -> ConfigFile.load(directory, Map.of()))
            .getMessage());
  }

  @Test
  void saysThatTheFileIsNotText() throws Exception {
    Path file = Files.write(directory.resolve("config.yaml"), new byte[] {'a', ':', (byte) 0xff});

    assertEquals(
        file + ": expected UTF-8 text, found other bytes; save it as UTF-8",
        assertThrows(ConfigException.class, () -> ConfigFile.load(file, Map.of())).getMessage());
  }

  @Test
  void saysThatTheFileMayNotBeRead() throws Exception {
    Path file = Files.writeString(directory.resolve("config.yaml"), SuiteFile.TEXT);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "this user may read everything");

    assertEquals(
        file + ": cannot be read: permission denied to the user of this process",
        assertThrows(ConfigException.class, () -> ConfigFile.load(file, Map.of())).getMessage());
  }

  private List<String> mistakes(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("config.yaml"), text);
    Map<String, String> environment = Map.of("INTERVAL", "hunter2");
    return assertThrows(ConfigException.class, () -> ConfigFile.load(file, environment))
        .mistakes()
        .stream()
        .map(line -> line.substring(file.toString().length() + ": ".length()))
        .toList();
  }
}

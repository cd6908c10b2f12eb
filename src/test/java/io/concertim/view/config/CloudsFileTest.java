// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.config.KeystoneReference.ById;
import io.concertim.view.config.KeystoneReference.InDomainId;
import io.concertim.view.config.KeystoneReference.InDomainName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudsFileTest {
  private static final String CLOUDS =
      """
      clouds:
        other:
          auth: {auth_url: 'http://other:5000'}
        ours:
          auth_type: v3applicationcredential
          region_name: RegionTwo
          interface: internal
          verify: false
          auth:
            auth_url: https://k:5000/v3
            application_credential_id: ci
            application_credential_secret: s
      """;

  @TempDir Path directory;

  private OpenStackConfig load(String openstack) throws Exception {
    return load(openstack, Map.of());
  }

  private OpenStackConfig load(String openstack, Map<String, String> environment) throws Exception {
    String text =
        SuiteFile.TEXT.replaceFirst(
            "(?s)openstack:\n.*?rmq:\n", "openstack:\n" + openstack.indent(2) + "rmq:\n");
    Path file = Files.writeString(directory.resolve("config.yaml"), text);
    return ConfigFile.load(file, environment).openstack();
  }

  private void clouds(String text) throws IOException {
    Files.writeString(directory.resolve("clouds.yaml"), text);
  }

  @Test
  void takesANamedCloudOfAFile() throws Exception {
    clouds(CLOUDS);
    OpenStackConfig openstack = load("clouds_file: clouds.yaml\ncloud: ours");

    assertEquals(URI.create("https://k:5000/v3"), openstack.authUrl());
    assertEquals(new ApplicationCredential("ci", null, null, new Secret("s")), openstack.login());
    assertEquals(Optional.of("RegionTwo"), openstack.region());
    assertEquals("internal", openstack.endpointInterface());
    assertTrue(openstack.tls().insecure());
  }

  @Test
  void findsTheFileWhereOpenstacksdkDoes() throws Exception {
    clouds(CLOUDS);
    String clouds = directory.resolve("clouds.yaml").toString();

    assertEquals(
        URI.create("https://k:5000/v3"),
        load("cloud: ours", Map.of("OS_CLIENT_CONFIG_FILE", clouds)).authUrl());

    Path home = Files.createDirectories(directory.resolve("home/.config/openstack"));
    Files.move(directory.resolve("clouds.yaml"), home.resolve("clouds.yaml"));
    assertEquals(
        URI.create("https://k:5000/v3"),
        load("cloud: ours", Map.of("HOME", directory.resolve("home").toString())).authUrl());
  }

  @Test
  void takesSecretsFromTheFileBesideIt() throws Exception {
    clouds(CLOUDS.replace("      application_credential_secret: s\n", ""));
    Files.writeString(
        directory.resolve("secure.yaml"),
        "clouds: {ours: {auth: {application_credential_secret: hidden}}}");

    assertEquals(
        new ApplicationCredential("ci", null, null, new Secret("hidden")),
        load("clouds_file: clouds.yaml\ncloud: ours").login());
  }

  @Test
  void aKeyOfOurOwnBlockWins() throws Exception {
    clouds(CLOUDS);

    assertEquals(
        Optional.of("RegionOne"),
        load("clouds_file: clouds.yaml\ncloud: ours\nregion_name: RegionOne").region());
  }

  @Test
  void takesTheLinesOfACloudPastedIn() throws Exception {
    OpenStackConfig openstack =
        load(
            """
            auth:
              auth_url: http://k:5000
              username: u
              password: pw
              tenant_name: p
              user_domain_name: Default
              domain_id: d
            region_name: RegionOne
            identity_api_version: 3
            """);

    assertEquals(URI.create("http://k:5000/v3"), openstack.authUrl());
    assertEquals(
        new PasswordLogin(
            new InDomainName("u", "Default"), new Secret("pw"), new InDomainId("p", "d")),
        openstack.login());
    assertFalse(openstack.tls().insecure());
  }

  @Test
  void aDefaultDomainIsThatOfUserAndProject() throws Exception {
    assertEquals(
        new PasswordLogin(new InDomainId("u", "d"), new Secret("pw"), new ById("pi")),
        load("auth: {auth_url: 'http://k', username: u, password: pw, project_id: pi}\n"
                + "default_domain_id: d")
            .login());
  }

  @Test
  void saysWhichCloudsThereAre() throws Exception {
    clouds(CLOUDS);

    assertMistake(
        "openstack.cloud: expected a cloud of %s, found \"mine\"; it has [other, ours]"
            .formatted(directory.resolve("clouds.yaml")),
        "clouds_file: clouds.yaml\ncloud: mine");
    assertMistake("openstack.cloud: expected a clouds.yaml in one of [", "cloud: mine");
    assertMistake(
        "openstack.auth_type: expected one of [password, v3applicationcredential, v3password],"
            + " found \"v3token\"",
        "auth_url: http://k\nauth_type: v3token");
  }

  private void assertMistake(String mistake, String openstack) {
    ConfigException refused =
        assertThrows(
            ConfigException.class, () -> load(openstack, Map.of("HOME", directory.toString())));
    assertTrue(refused.getMessage().contains(mistake), refused.getMessage());
  }
}

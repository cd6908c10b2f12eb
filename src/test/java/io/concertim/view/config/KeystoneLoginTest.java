// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.config.KeystoneReference.ById;
import io.concertim.view.config.KeystoneReference.InDomainId;
import io.concertim.view.config.KeystoneReference.InDomainName;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KeystoneLoginTest {
  @TempDir Path directory;

  @ParameterizedTest(name = "{0}")
  @MethodSource("sets")
  void acceptsEverySetOfTheSuite(String set, KeystoneReference user, KeystoneReference project)
      throws Exception {
    assertEquals(
        new PasswordLogin(user, new Secret("pw"), project), load("http://k:5000/v3", set).login());
  }

  static Stream<Arguments> sets() {
    KeystoneReference userByName = new InDomainName("u", "ud");
    KeystoneReference projectByName = new InDomainName("p", "pd");
    return Stream.of(
        Arguments.of("user_id: ui, password: pw, project_id: pi", new ById("ui"), new ById("pi")),
        Arguments.of(
            "username: u, user_domain_name: ud, password: pw, project_id: pi",
            userByName,
            new ById("pi")),
        Arguments.of(
            "username: u, user_domain_name: ud, password: pw, project_name: p,"
                + " project_domain_name: pd",
            userByName,
            projectByName),
        Arguments.of(
            "user_id: ui, password: pw, project_name: p, project_domain_name: pd",
            new ById("ui"),
            projectByName),
        Arguments.of(
            "admin_username: u, user_domain_name: ud, admin_user_password: pw,"
                + " admin_project_name: p, project_domain_name: pd",
            userByName,
            projectByName),
        Arguments.of(
            "admin_user_id: ui, admin_user_password: pw, admin_project_id: pi",
            new ById("ui"),
            new ById("pi")),
        Arguments.of(
            "username: u, user_domain_id: default, password: pw, project_name: p,"
                + " project_domain_id: d",
            new InDomainId("u", "default"),
            new InDomainId("p", "d")),
        Arguments.of(
            "username: u, password: pw, admin_tenant_name: t",
            new InDomainId("u", "default"),
            new InDomainId("t", "default")),
        Arguments.of(
            "username: u, password: pw, admin_tenant_id: ti",
            new InDomainId("u", "default"),
            new ById("ti")));
  }

  @Test
  void prefersAnIdToANameAndAKeyToItsAlias() throws Exception {
    assertEquals(
        new PasswordLogin(new ById("ui"), new Secret("pw"), new ById("pi")),
        load(
                "http://k:5000/v3",
                "username: u, admin_user_id: x, user_id: ui, admin_user_password: y, password: pw,"
                    + " admin_project_id: z, project_id: pi, project_name: p")
            .login());
  }

  @Test
  void acceptsAnApplicationCredentialByIdOrByNameAndUser() throws Exception {
    assertEquals(
        new ApplicationCredential("ci", null, null, new Secret("s")),
        load(
                "http://k:5000/v3",
                "application_credential_id: ci, application_credential_secret: s, password: pw")
            .login());
    assertEquals(
        new ApplicationCredential(null, "c", new InDomainName("u", "ud"), new Secret("s")),
        load(
                "http://k:5000/v3",
                "application_credential_name: c, application_credential_secret: s, username: u,"
                    + " user_domain_name: ud")
            .login());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application_credential_id: c | application_credential_secret: expected the secret of the application credential, found nothing; add the key
          application_credential_name: c, application_credential_secret: s | username: expected username with user_domain_name, or user_id, found neither; add them
          """)
  void saysWhatAnApplicationCredentialLacks(String set, String mistake) {
    ConfigException refused =
        assertThrows(ConfigException.class, () -> load("http://k:5000/v3", set));

    assertTrue(refused.getMessage().contains("openstack." + mistake), refused.getMessage());
  }

  @Test
  void writesAnApplicationCredentialAsKeystoneExpectsIt() {
    assertEquals(
        Map.of(
            "auth",
            Map.of(
                "identity",
                Map.of(
                    "methods",
                    List.of("application_credential"),
                    "application_credential",
                    Map.of("id", "ci", "secret", "s")))),
        new ApplicationCredential("ci", null, null, new Secret("s")).asRequest());
    assertEquals(
        Map.of("name", "c", "user", Map.of("id", "ui"), "secret", "s"),
        ((Map<?, ?>)
                ((Map<?, ?>)
                        new ApplicationCredential(null, "c", new ById("ui"), new Secret("s"))
                            .asRequest()
                            .get("auth"))
                    .get("identity"))
            .get("application_credential"));
  }

  @ParameterizedTest
  @CsvSource({
    "interface: internal, internal",
    "interface: internalURL, internal",
    "endpoint_type: adminURL, admin",
    "region_name: r, public"
  })
  void knowsTheOldNamesOfTheInterfaces(String set, String face) throws Exception {
    assertEquals(
        face,
        load("http://k:5000/v3", "user_id: u, password: p, project_id: i, " + set)
            .endpointInterface());
  }

  @ParameterizedTest
  @CsvSource({
    "http://k:5000, http://k:5000/v3",
    "http://k:5000/, http://k:5000/v3",
    "http://k:5000/v3/, http://k:5000/v3",
    "https://k/identity, https://k/identity/v3",
    "http://key_stone:5000/v3, http://key_stone:5000/v3"
  })
  void endsTheAddressOfKeystoneWithItsVersion(String written, String address) throws Exception {
    assertEquals(
        URI.create(address), load(written, "user_id: u, password: p, project_id: i").authUrl());
  }

  @Test
  void writesUsersAndProjectsAsKeystoneExpectsThem() {
    assertEquals(Map.of("id", "i"), new ById("i").asRequest());
    assertEquals(
        Map.of("name", "n", "domain", Map.of("id", "d")), new InDomainId("n", "d").asRequest());
    assertEquals(
        Map.of("name", "n", "domain", Map.of("name", "D")), new InDomainName("n", "D").asRequest());
  }

  private OpenStackConfig load(String address, String set) throws Exception {
    String text =
        SuiteFile.TEXT.replaceFirst(
            "(?s)openstack:\n.*?rmq:\n",
            "openstack: {auth_url: '%s', %s}\nrmq:\n".formatted(address, set));
    return ConfigFile.load(Files.writeString(directory.resolve("config.yaml"), text), Map.of())
        .openstack();
  }
}

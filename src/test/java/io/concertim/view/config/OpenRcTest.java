// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.concertim.view.config.KeystoneReference.ById;
import io.concertim.view.config.KeystoneReference.InDomainId;
import io.concertim.view.config.KeystoneReference.InDomainName;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenRcTest {
  private static final OpenStackConfig FILE =
      new OpenStackConfig(
          URI.create("http://file/v3"),
          new PasswordLogin(new ById("f"), new Secret("f"), new ById("f")),
          Optional.of("RegionFile"),
          "public",
          new Tls(Optional.empty(), Optional.empty(), false));

  private static OpenStackConfig over(String... variables) throws ConfigException {
    Map<String, String> environment = new HashMap<>();
    environment.put("OS_AUTH_URL", "http://rc:5000/");
    environment.put("OS_PASSWORD", "pw");
    environment.put("OS_USERNAME", "u");
    environment.put("OS_PROJECT_NAME", "p");
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      environment.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return OpenRc.over(FILE, environment);
  }

  @Test
  void withoutItTheFileCounts() throws ConfigException {
    assertSame(FILE, OpenRc.over(FILE, Map.of("OS_USERNAME", "u")));
  }

  @Test
  void takesNamesInTheDefaultDomain() throws ConfigException {
    OpenStackConfig openstack = over();

    assertEquals(URI.create("http://rc:5000/v3"), openstack.authUrl());
    assertEquals(
        new PasswordLogin(
            new InDomainName("u", "Default"), new Secret("pw"), new InDomainName("p", "Default")),
        openstack.login());
    assertEquals(Optional.of("RegionFile"), openstack.region());
  }

  @Test
  void idsWinOverNames() throws ConfigException {
    assertEquals(
        new PasswordLogin(
            new InDomainName("u", "heat"), new Secret("pw"), new InDomainId("p", "default")),
        over("OS_USER_DOMAIN_NAME=heat", "OS_PROJECT_DOMAIN_ID=default").login());
    assertEquals(
        new PasswordLogin(new ById("ui"), new Secret("pw"), new ById("pi")),
        over("OS_USER_ID=ui", "OS_PROJECT_ID=pi", "OS_PROJECT_DOMAIN_ID=default").login());
    assertEquals(Optional.of("RegionTwo"), over("OS_REGION_NAME=RegionTwo").region());
  }

  @Test
  void takesAnApplicationCredential() throws ConfigException {
    assertEquals(
        new ApplicationCredential("ci", null, null, new Secret("s")),
        over("OS_APPLICATION_CREDENTIAL_ID=ci", "OS_APPLICATION_CREDENTIAL_SECRET=s").login());
  }

  @Test
  void saysAllThatIsMissing() {
    assertEquals(
        "the environment: OS_USERNAME: expected it, as OS_AUTH_URL is set, found nothing; set it\n"
            + "the environment: OS_PASSWORD: expected it, as OS_AUTH_URL is set, found nothing; set"
            + " it\n"
            + "the environment: OS_PROJECT_NAME: expected it, as OS_AUTH_URL is set, found nothing;"
            + " set it",
        assertThrows(
                ConfigException.class, () -> OpenRc.over(FILE, Map.of("OS_AUTH_URL", "http://rc")))
            .getMessage());
  }
}

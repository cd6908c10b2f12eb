// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.openstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concertim.view.source.Recorded;
import io.concertim.view.source.Row;
import io.concertim.view.source.http.SourceException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeystoneSessionTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private final ObjectNode body = Recorded.json("openstack/keystone-auth-tokens.json").deepCopy();
  private final ObjectNode token = (ObjectNode) body.path("token");

  private KeystoneSession session(String region, String endpointInterface) {
    return KeystoneSession.of("token-secret", new Row(body), NOW, region, endpointInterface)
        .requireAdmin();
  }

  private KeystoneSession session() {
    return session(null, "public");
  }

  private ArrayNode catalog() {
    return token.withArray("/catalog");
  }

  private void offer(String type, String region, String face, String url) {
    ObjectNode service = catalog().addObject().put("type", type).put("name", "x");
    service
        .putArray("endpoints")
        .addObject()
        .put("interface", face)
        .put("region", region)
        .put("url", url);
  }

  @ParameterizedTest
  @CsvSource({
    "identity, http://127.0.0.1:5000/v3",
    "compute, http://127.0.0.1:8774/v2.1",
    "orchestration, http://127.0.0.1:8004/v1/a2930b5b788b482091bea6965a100abc",
    "volume, http://127.0.0.1:8776/v3/a2930b5b788b482091bea6965a100abc",
    "network, http://127.0.0.1:9696/v2.0",
  })
  void findsEachServiceInTheCatalogOfARealCloud(String service, String address) {
    for (String face : List.of("public", "internal", "admin")) {
      assertEquals(address, session("RegionOne", face).endpoint(service));
    }
  }

  @Test
  void takesTheEndpointsOfTheRegionAndInterfaceAskedFor() {
    catalog().removeAll();
    offer("compute", "one", "public", "http://one-public/v2.1/");
    offer("compute", "one", "internal", "http://one-internal/v2.1//");
    offer("compute", "two", "public", "http://two-public/v2.1");

    assertEquals("http://one-public/v2.1", session().endpoint("compute"));
    assertEquals("http://one-internal/v2.1", session(null, "internal").endpoint("compute"));
    assertEquals("http://two-public/v2.1", session("two", "public").endpoint("compute"));
  }

  @Test
  void blockStorageHasSeveralNames() {
    catalog().removeAll();
    offer("volume", "r", "public", "http://one/v3");
    assertEquals("http://one/v3", session().endpoint("volume"));
    offer("volumev2", "r", "public", "http://two/v3");
    assertEquals("http://two/v3", session().endpoint("volume"));
    offer("block-storage", "r", "public", "http://three/v3/p");
    assertEquals("http://three/v3/p", session().endpoint("volume"));
    offer("volumev3", "r", "public", "http://four/v3");
    assertEquals("http://four/v3", session().endpoint("volume"));
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "identity, http://h/identity/, http://h/identity/v3",
    "identity, http://h:5000, http://h:5000/v3",
    "identity, http://h:5000/v2.0, http://h:5000/v3",
    "identity, https://h/keystone/v2.0/, https://h/keystone/v3",
    "compute, http://h/nova, http://h/nova/v2.1",
    "compute, http://h:8774/v2/PROJECT, http://h:8774/v2.1/PROJECT",
    "compute, http://h:8774/v2.1/PROJECT, http://h:8774/v2.1/PROJECT",
    "orchestration, http://h/heat, http://h/heat/v1/a2930b5b788b482091bea6965a100abc",
    "orchestration, http://h:8004/v1/PROJECT, http://h:8004/v1/PROJECT",
    "volume, http://h/cinder, http://h/cinder/v3/a2930b5b788b482091bea6965a100abc",
    "volume, http://h:8776/v2/PROJECT, http://h:8776/v3/PROJECT",
    "network, http://h:9696, http://h:9696/v2.0",
    "network, http://h:9696/v2.0/, http://h:9696/v2.0",
    "network, http://v2.0.example/, http://v2.0.example/v2.0",
    "identity, http://v2.0, http://v2.0/v3",
  })
  void speaksItsVersionWhateverVersionTheCatalogNames(String service, String url, String address) {
    catalog().removeAll();
    offer(service.equals("volume") ? "volumev3" : service, "r", "public", url);

    assertEquals(address, session().endpoint(service));
  }

  @Test
  void aRegionIsKnownByItsNameOrItsId() {
    catalog().removeAll();
    offer("compute", null, "public", "http://nova/v2.1");
    endpoint("compute").put("region_id", "two");

    assertEquals("http://nova/v2.1", session("two", "public").endpoint("compute"));
    assertEquals(
        "openstack: the catalog has no public endpoint for compute in the region three; it has one"
            + " in [two]; see openstack.region_name",
        assertThrows(SourceException.class, () -> session("three", "public").endpoint("compute"))
            .getMessage());
  }

  @Test
  void anEndpointOfNoRegionBelongsToAllOfThem() {
    catalog().removeAll();
    offer("identity", null, "public", "http://everywhere/v3");
    assertEquals("http://everywhere/v3", session("two", "public").endpoint("identity"));

    offer("identity", "two", "public", "http://two/v3");
    assertEquals("http://two/v3", session("two", "public").endpoint("identity"));
  }

  private ObjectNode endpoint(String type) {
    for (JsonNode service : catalog()) {
      if (service.path("type").asText().equals(type)) {
        return (ObjectNode) service.path("endpoints").path(0);
      }
    }
    throw new AssertionError("no " + type);
  }

  @Test
  void saysWhichEndpointIsMissingAndWhichThereAre() {
    catalog().removeAll();
    offer("compute", "r", "public", "http://nova");
    KeystoneSession session = session();

    assertEquals(
        "openstack: the catalog has no public endpoint for orchestration; it has [compute]",
        assertThrows(SourceException.class, () -> session.endpoint("orchestration")).getMessage());
  }

  @Test
  @DisplayName("A22: who is no admin sees lists that are silently short")
  void refusesAUserWhoIsNoAdmin() {
    for (JsonNode role : token.withArray("/roles")) {
      if (role.path("name").textValue().equals("admin")) {
        ((ObjectNode) role).put("name", "watcher2");
      }
    }

    assertEquals(
        "openstack: the user concertim has the roles [member, watcher2, reader, watcher] in the"
            + " project admin, not admin, so lists would be silently short; give it the role admin"
            + " there",
        assertThrows(SourceException.class, this::session).getMessage());
  }

  @Test
  @DisplayName("A22: a token without a project has no roles")
  void refusesATokenWithoutAProject() {
    Row unscoped = new Row(Recorded.json("openstack/keystone-auth-tokens-unscoped.json"));

    assertThrows(
        SourceException.class,
        () -> KeystoneSession.of("t", unscoped, NOW, null, "public").requireAdmin());
  }

  @Test
  void isRenewedFiveMinutesBeforeItExpiresWhateverThisMachinesClockSays() {
    assertEquals(Instant.parse("2026-01-01T03:55:00Z"), session().renewAt());
  }

  @Test
  void isRenewedAfterNineTenthsOfAShortLife() {
    token.put("expires_at", "2026-11-22T08:17:55.000000Z");

    assertEquals(NOW.plusSeconds(90), session().renewAt());
  }

  @Test
  void saysWhatTheAnswerLacks() {
    token.remove("expires_at");

    assertEquals(
        "openstack: Keystone's answer has no expires_at; is auth_url its address?",
        assertThrows(SourceException.class, this::session).getMessage());
  }

  @Test
  @DisplayName("C5: a session can be logged")
  void doesNotShowItsToken() {
    assertFalse(session().toString().contains("token-secret"));
    assertTrue(session().token().contains("token-secret"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import static io.concertim.view.lab.LabClient.each;
import static io.concertim.view.lab.LabClient.json;
import static io.concertim.view.lab.LabClient.token;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** That the lab can be as odd as real clouds, portals and billing servers are. */
class LabOdditiesTest {
  private static final String API = "/concertim/api/v1/";
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final String WEB_STACK = "57000000-0000-4000-8000-0000000000a1";
  private static final String WEB_RACK = "4a000000-0000-4000-8000-0000000000a1";
  private static final String GAMMA_RACK = "4a000000-0000-4000-8000-0000000000c1";
  private static final String WEB_DEVICE = "dd000000-0000-4000-8000-0000000000a1";

  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private final LabClient client = new LabClient(lab);

  @Test
  void listsServicesWithoutTheirVersion() {
    lab.catalog().unversioned("compute", "volumev3", "orchestration").identityV2();
    assertEquals(lab.url() + "/nova", endpoint("compute").path("url").asText());
    assertEquals(lab.url() + "/heat", endpoint("orchestration").path("url").asText());
    assertEquals(lab.url() + "/keystone/v2.0", endpoint("identity").path("url").asText());
    HttpResponse<String> nova = client.get("/nova");
    assertEquals(200, nova.statusCode());
    assertEquals(lab.url() + "/nova/v2.1/", json(nova).at("/versions/1/links/0/href").asText());
    assertEquals(300, client.get("/cinder/").statusCode());
    assertEquals(300, client.get("/heat").statusCode());
    assertEquals(300, client.get("/nova/servers/detail", client.admin()).statusCode());
    assertEquals(200, client.get("/neutron").statusCode());
    JsonNode keystone = json(client.get("/keystone"));
    assertEquals(
        lab.url() + "/keystone/v3/", keystone.at("/versions/values/0/links/0/href").asText());
    assertEquals(404, client.get("/keystone/v2.0/v3/projects", client.admin()).statusCode());
    lab.catalog().clear();
    assertEquals(lab.url() + "/nova/v2.1", endpoint("compute").path("url").asText());
  }

  @Test
  void hasRegionsAndServicesAsOtherClouds() {
    lab.catalog().regionNull("identity").otherRegion("RegionTwo", true);
    JsonNode catalog = catalog();
    assertEquals("RegionTwo", catalog.at("/0/endpoints/0/region").asText());
    assertTrue(catalog.at("/2/endpoints/3/region").isNull());
    lab.catalog().clear();
    lab.catalog().regionIdOnly().without("volumev3").renamed("compute", "compute_legacy");
    catalog = catalog();
    assertEquals(
        List.of("orchestration", "identity", "compute_legacy", "network"), each(catalog, "type"));
    assertFalse(catalog.at("/0/endpoints/0").has("region"));
    lab.catalog().withoutInterface("network", "public");
    assertEquals("internal", catalog().at("/3/endpoints/0/interface").asText());
  }

  @Test
  void signsInAnApplicationByIdOrByName() {
    lab.world()
        .applicationCredentials()
        .add(
            """
            {"id": "ab01", "name": "view", "secret": "app-secret", "project": "ad000000000000000000000000000001",
             "user": "c0000000000000000000000000000001"}""");
    HttpResponse<String> byId = application("{\"id\": \"ab01\", \"secret\": \"app-secret\"}", "");
    assertEquals(201, byId.statusCode());
    assertEquals("application_credential", json(byId).at("/token/methods/0").asText());
    assertEquals(200, client.get("/nova/v2.1/servers/detail", token(byId)).statusCode());
    String named =
        """
        {"name": "view", "secret": "app-secret", "user": {"name": "concertim", "domain": {"id": "default"}}}""";
    assertEquals(201, application(named, "").statusCode());
    assertEquals(401, application(named.replace("app-", "no-"), "").statusCode());
    assertEquals(401, application(named, ", \"scope\": {}").statusCode());
  }

  @Test
  void showsASoftDeletedServerByIdOnly() {
    lab.world().servers().set(WEB, "status", "SOFT_DELETED");
    String[] admin = client.admin();
    assertFalse(client.get("/nova/v2.1/servers/detail?all_tenants=1", admin).body().contains(WEB));
    JsonNode server = json(client.get("/nova/v2.1/servers/" + WEB, admin)).path("server");
    assertEquals("SOFT_DELETED", server.path("status").asText());
    assertEquals("soft-delete", server.path("OS-EXT-STS:vm_state").asText());
  }

  @Test
  void answersForOneObjectWhatSaysNothingAboutIt() {
    lab.faults().fail("/heat/.*" + WEB_STACK, OddAnswers.resourceTypeGone("OS::Acme::Appliance"));
    lab.faults().fail("/os-services", OddAnswers.novaPathUnknown());
    lab.faults().fail("/keystone/v3/projects", OddAnswers.truncatedTo(2));
    String[] admin = client.admin();
    String stacks = "/heat/v1/ad000000000000000000000000000001/stacks";
    assertTrue(client.get(stacks, admin).body().contains(WEB_STACK));
    HttpResponse<String> detail = client.get(stacks + "/alpha-web/" + WEB_STACK, admin);
    assertEquals(404, detail.statusCode());
    assertEquals("EntityNotFound", json(detail).at("/error/type").asText());
    HttpResponse<String> services = client.get("/nova/v2.1/os-services", admin);
    assertEquals(404, json(services).at("/itemNotFound/code").asInt());
    JsonNode projects = json(client.get("/keystone/v3/projects", admin));
    assertEquals(2, projects.path("projects").size());
    assertTrue(projects.path("truncated").asBoolean());
    assertTrue(projects.at("/links/next").isNull());
  }

  @Test
  void losesTheListOfDevicesToOneOfAnUnknownType() {
    lab.world().devices().set(WEB_DEVICE, "type", "Nope");
    String[] root = client.portal("admin", "portal-secret");
    assertEquals(500, client.get(API + "devices", root).statusCode());
    assertEquals(500, client.get(API + "devices/" + WEB_DEVICE, root).statusCode());
    assertEquals(500, client.get(API + "racks/" + WEB_RACK, root).statusCode());
    assertEquals(200, client.get(API + "racks/" + GAMMA_RACK, root).statusCode());
    assertEquals(200, client.get(API + "racks", root).statusCode());
    lab.world().deleteRack(WEB_RACK);
    assertEquals(200, client.get(API + "devices", root).statusCode());
    assertEquals(
        "Not found",
        json(client.get(API + "devices/" + WEB_DEVICE, root)).at("/errors/record/0").asText());
    assertEquals(404, json(client.get(API + "teams/x", root)).path("status").asInt());
  }

  @Test
  void keepsAPortalWorkerBusyWithWhatItsClientGaveUp() {
    String[] root = client.portal("admin", "portal-secret");
    lab.portalLoad().perDevice(Duration.ofMinutes(1));
    Thread impatient = new Thread(() -> client.get(API + "devices", root));
    impatient.setUncaughtExceptionHandler((thread, ended) -> {});
    impatient.start();
    await().until(() -> lab.portalLoad().busy() == 1);
    impatient.interrupt();
    await().until(() -> !impatient.isAlive());
    assertEquals(1, lab.portalLoad().busy());
    assertEquals(200, client.get(API + "racks", root).statusCode());
  }

  @Test
  void hasASubscriptionWithoutAStateBesideAnActiveOne() {
    String id = lab.world().subscriptions().rows().get(0).path("id").asText();
    String second = "5b000000-0000-4000-8000-0000000000ff";
    var row = lab.world().subscriptions().get(id);
    row.put("id", second).putNull("state");
    lab.world().subscriptions().add(row);
    JsonNode bundle =
        json(client.get("/killbill/1.0/kb/bundles/pagination", client.billing())).get(0);
    assertEquals("ACTIVE", bundle.at("/subscriptions/0/state").asText());
    assertTrue(bundle.at("/subscriptions/1/state").isNull());
  }

  private JsonNode catalog() {
    JsonNode token = json(client.cloudSignIn("concertim", "cloud-secret", "admin"));
    return token.at("/token/catalog");
  }

  private JsonNode endpoint(String type) {
    for (JsonNode service : catalog()) {
      if (service.path("type").asText().equals(type)) {
        return service.at("/endpoints/0");
      }
    }
    throw new AssertionError("the catalog has no " + type);
  }

  private HttpResponse<String> application(String credential, String scope) {
    String body =
        "{\"auth\": {\"identity\": {\"methods\": [\"application_credential\"],"
            + " \"application_credential\": %s}%s}}";
    return client.post("/keystone/v3/auth/tokens", body.formatted(credential, scope));
  }
}

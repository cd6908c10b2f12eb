// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import static io.concertim.view.lab.LabClient.each;
import static io.concertim.view.lab.LabClient.json;
import static io.concertim.view.lab.LabClient.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LabOpenStackTest {
  private static final String ADMIN_PROJECT = "ad000000000000000000000000000001";
  private static final String ALPHA = "a1000000000000000000000000000001";
  private static final String BETA_HPC = "57000000-0000-4000-8000-0000000000b1";
  private static final String NOTHING = "00000000-0000-0000-0000-000000000000";
  private static final String STACKS = "/heat/v1/" + ADMIN_PROJECT + "/stacks";
  private static final String VOLUMES = "/cinder/v3/" + ADMIN_PROJECT + "/volumes";

  @AutoClose
  private final EmbeddedLab lab = EmbeddedLab.start(LabOptions.defaults().withPageSize(3));

  private final LabClient client = new LabClient(lab);
  private final String[] admin = client.admin();

  @Test
  void signsInWithEverySetOfIdsAndNames() {
    String byId = "{\"id\": \"c0000000000000000000000000000001\", \"password\": \"cloud-secret\"}";
    String byName =
        "{\"name\": \"concertim\", \"domain\": {\"id\": \"default\"}, \"password\": \"cloud-secret\"}";
    String projectByName = "{\"name\": \"admin\", \"domain\": {\"name\": \"Default\"}}";
    String projectById = "{\"id\": \"" + ADMIN_PROJECT + "\"}";
    for (String user : List.of(byId, byName)) {
      for (String project : List.of(projectById, projectByName)) {
        assertEquals(201, signIn(user, project).statusCode());
      }
    }
    assertEquals(401, signIn(byId.replace("cloud", "no"), projectById).statusCode());
    assertEquals(400, signIn("{\"name\": \"concertim\"}", projectById).statusCode());
  }

  @Test
  void namesRolesExpiryAndAllEndpointsInTheToken() {
    JsonNode body = json(client.cloudSignIn("concertim", "cloud-secret", "admin")).path("token");
    assertEquals(List.of("admin", "member", "reader"), each(body.path("roles"), "name"));
    assertTrue(body.path("expires_at").asText().endsWith("Z"));
    assertEquals(15, body.path("catalog").findValuesAsText("url").size());
    assertTrue(body.path("catalog").toString().contains(lab.url() + "/heat/v1/" + ADMIN_PROJECT));
  }

  @Test
  void listsProjectsOnlyForAnAdmin() {
    JsonNode projects = json(client.get("/keystone/v3/projects", admin)).path("projects");
    assertTrue(each(projects, "name").contains("CM_alpha-team"));
    assertEquals(403, client.get("/keystone/v3/projects", watcher()).statusCode());
  }

  @Test
  void pagesServersAtTheConfiguredLimit() {
    String first = "/nova/v2.1/servers/detail?all_tenants=1";
    assertEquals(3, json(client.get(first, admin)).path("servers").size());
    assertEquals(11, new HashSet<>(idsOfAllPages(first, "servers", "servers_links")).size());
    assertEquals(400, client.get(first + "&marker=" + NOTHING, admin).statusCode());
    assertEquals(400, client.get(first + "&limit=many", admin).statusCode());
  }

  @Test
  void hidesOtherProjectsServersFromAWatcher() {
    HttpResponse<String> all = client.get("/nova/v2.1/servers/detail?all_tenants=1", watcher());
    assertEquals(403, all.statusCode());
    assertTrue(json(all).has("forbidden"));
    assertEquals(
        0, json(client.get("/nova/v2.1/servers/detail", watcher())).path("servers").size());
    JsonNode volumes = json(client.get(VOLUMES + "/detail?all_tenants=1", watcher()));
    assertEquals(0, volumes.path("volumes").size());
    assertEquals(403, client.get(STACKS.replace(ADMIN_PROJECT, ALPHA), watcher()).statusCode());
  }

  @Test
  void embedsTheFlavorWithoutItsIdFromMicroversion47() {
    String path = "/nova/v2.1/servers/5e000000-0000-4000-8000-0000000000a1";
    assertEquals("2", json(client.get(path, admin)).at("/server/flavor/id").asText());
    JsonNode flavor = json(client.get(path, microversion("2.47"))).at("/server/flavor");
    assertEquals("m1.small", flavor.path("original_name").asText());
    assertFalse(flavor.has("id"));
    assertEquals(406, client.get(path, microversion("2.999")).statusCode());
  }

  @Test
  void showsPrivateFlavorsOnlyWhenAskedFor() {
    String path = "/nova/v2.1/flavors/detail";
    assertEquals(3, idsOfAllPages(path, "flavors", "flavors_links").size());
    List<String> all = idsOfAllPages(path + "?is_public=None", "flavors", "flavors_links");
    assertEquals(4, all.size());
  }

  @Test
  void listsServerGroupsInTheOldForm() {
    String path = "/nova/v2.1/os-server-groups?all_projects=True";
    JsonNode group = json(client.get(path, admin)).at("/server_groups/0");
    assertEquals("soft-anti-affinity", group.at("/policies/0").asText());
    assertEquals(2, group.path("members").size());
    assertEquals(
        "soft-anti-affinity",
        json(client.get(path, microversion("2.64"))).at("/server_groups/0/policy").asText());
  }

  @Test
  void listsStacksOfAllProjectsWithTheirProject() {
    JsonNode stacks = json(client.get(STACKS, admin)).path("stacks");
    assertEquals(6, stacks.size());
    assertTrue(each(stacks, "project").contains("00000000000000000000000000000009"));
    assertEquals(403, client.get(STACKS + "?global_tenant=True", admin).statusCode());
    JsonNode own = json(client.get(STACKS.replace(ADMIN_PROJECT, ALPHA), anna())).path("stacks");
    assertEquals(3, own.size());
    assertFalse(own.get(0).has("project"));
  }

  @Test
  void pagesStacksByLimitAndMarker() {
    assertEquals(6, new HashSet<>(idsOfAllPages(STACKS + "?limit=4", "stacks", "links")).size());
    String ignored = STACKS + "?limit=4&marker=" + NOTHING;
    assertEquals(4, json(client.get(ignored, admin)).path("stacks").size());
  }

  @Test
  void listsNestedStacksWithTheirParents() {
    JsonNode stacks = json(client.get(STACKS + "?show_nested=True", admin)).path("stacks");
    assertEquals(10, stacks.size());
    assertEquals(4, each(stacks, "parent").stream().filter(id -> !id.equals("null")).count());
  }

  @Test
  void showsAStackWithItsParametersAndOutputs() {
    JsonNode stack =
        json(client.get(STACKS + "/alpha-web/57000000-0000-4000-8000-0000000000a1", admin))
            .path("stack");
    assertEquals(ALPHA, stack.path("parameters").path("OS::project_id").asText());
    assertEquals(2, stack.path("outputs").size());
    assertEquals("CM_anna", stack.path("stack_owner").asText());
    assertEquals(404, client.get(STACKS + "/alpha-web/" + NOTHING, admin).statusCode());
  }

  @Test
  void redirectsABareStackIdWithAnHtmlBody() {
    HttpResponse<String> found = client.get(STACKS + "/" + BETA_HPC, admin);
    assertEquals(302, found.statusCode());
    assertTrue(found.body().startsWith("<html>"));
    String location = found.headers().firstValue("Location").orElseThrow();
    assertEquals(BETA_HPC, json(client.get(location, admin)).at("/stack/id").asText());
  }

  @Test
  void listsResourcesDownToTheDepthAskedFor() {
    String path = STACKS + "/beta-hpc/" + BETA_HPC + "/resources";
    assertEquals(3, json(client.get(path, admin)).path("resources").size());
    assertEquals(5, json(client.get(path + "?nested_depth=1", admin)).path("resources").size());
    JsonNode all = json(client.get(path + "?nested_depth=5", admin)).path("resources");
    assertEquals(11, all.size());
    JsonNode attachment = all.get(5);
    assertEquals("0", attachment.path("parent_resource").asText());
    assertEquals(
        "70000000-0000-4000-8000-0000000000b0", attachment.path("physical_resource_id").asText());
    assertEquals(List.of("self", "stack", "nested"), each(all.get(3).path("links"), "rel"));
    assertEquals(
        3,
        json(client.get(path + "?nested_depth=5&type=OS::Nova::Server", admin))
            .path("resources")
            .size());
  }

  @Test
  void pagesVolumesAndShowsTheirAttachment() {
    List<String> ids =
        idsOfAllPages(VOLUMES + "/detail?all_tenants=1&limit=2", "volumes", "volumes_links");
    assertEquals(3, new HashSet<>(ids).size());
    JsonNode volume = json(client.get(VOLUMES + "/" + ids.get(0), admin)).path("volume");
    assertEquals("in-use", volume.path("status").asText());
    assertNotEquals("", volume.at("/attachments/0/server_id").asText());
    assertTrue(json(client.get(VOLUMES + "/" + NOTHING, admin)).has("itemNotFound"));
  }

  @Test
  void pagesNetworksOnlyWhenALimitIsGiven() {
    JsonNode all = json(client.get("/neutron/v2.0/networks", admin));
    assertEquals(4, all.path("networks").size());
    assertFalse(all.has("networks_links"));
    String limited = "/neutron/v2.0/networks?limit=3&fields=id&fields=name";
    assertEquals(4, idsOfAllPages(limited, "networks", "networks_links").size());
    assertEquals(2, json(client.get(limited, admin)).at("/networks/0").size());
    assertEquals(1, json(client.get("/neutron/v2.0/networks", watcher())).path("networks").size());
    assertEquals(
        "NetworkNotFound",
        json(client.get("/neutron/v2.0/networks/" + NOTHING, admin))
            .at("/NeutronError/type")
            .asText());
  }

  @Test
  void refusesCallsWithoutAToken() {
    for (String path : List.of("/nova/v2.1/servers/detail", STACKS, "/neutron/v2.0/networks")) {
      HttpResponse<String> refused = client.get(path);
      assertEquals(401, refused.statusCode());
      assertEquals(
          "Keystone uri=\"" + lab.url() + "/keystone/v3\"",
          refused.headers().firstValue("WWW-Authenticate").orElseThrow());
      assertEquals("Unauthorized", json(refused).at("/error/title").asText());
    }
  }

  private HttpResponse<String> signIn(String user, String project) {
    String body =
        "{\"auth\": {\"identity\": {\"methods\": [\"password\"], \"password\": {\"user\": %s}},"
            + " \"scope\": {\"project\": %s}}}";
    return client.post("/keystone/v3/auth/tokens", body.formatted(user, project));
  }

  private String[] watcher() {
    return token(client.cloudSignIn("watcher", "watcher-secret", "admin"));
  }

  private String[] anna() {
    return token(client.cloudSignIn("CM_anna", "anna-secret", "CM_alpha-team"));
  }

  private String[] microversion(String version) {
    return new String[] {admin[0], admin[1], "OpenStack-API-Version", "compute " + version};
  }

  private List<String> idsOfAllPages(String first, String collection, String links) {
    List<String> ids = new ArrayList<>();
    String next = first;
    while (!next.isEmpty()) {
      JsonNode page = json(client.get(next, admin));
      page.path(collection).forEach(row -> ids.add(row.path("id").asText()));
      next = page.path(links).path(0).path("href").asText();
    }
    return ids;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import static io.concertim.view.lab.LabClient.each;
import static io.concertim.view.lab.LabClient.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LabPortalAndBillingTest {
  private static final String API = "/concertim/api/v1/";
  private static final String KB = "/killbill/1.0/kb/";
  private static final String GAMMA_RACK = "racks/4a000000-0000-4000-8000-0000000000c1";

  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private final LabClient client = new LabClient(lab);

  @Test
  void givesThePortalTokenOnlyInAHeader() {
    HttpResponse<String> signIn = client.portalSignIn("admin", "portal-secret");
    assertEquals(201, signIn.statusCode());
    String header = signIn.headers().firstValue("Authorization").orElseThrow();
    assertFalse(signIn.body().contains(header.substring("Bearer ".length())));
    HttpResponse<String> refused = client.portalSignIn("admin", "wrong");
    assertEquals(401, refused.statusCode());
    assertEquals("Invalid Login or password.", json(refused).path("error").asText());
    assertEquals(401, client.portalSignIn("bo.smith", "bo-secret").statusCode());
  }

  @Test
  void refusesASignInThatCarriesAStaleToken() {
    try (EmbeddedLab brief =
        EmbeddedLab.start(LabOptions.defaults().withTokenLifetime(Duration.ZERO))) {
      LabClient other = new LabClient(brief);
      String token =
          other
              .portalSignIn("admin", "portal-secret")
              .headers()
              .firstValue("Authorization")
              .orElseThrow();
      HttpResponse<String> stale =
          other.portalSignIn("admin", "portal-secret", "Authorization", token);
      assertEquals(401, stale.statusCode());
      assertEquals("Signature has expired", json(stale).path("error").asText());
    }
  }

  @Test
  void knowsAUserByTheSessionCookieAlone() {
    HttpResponse<String> signIn = client.portalSignIn("admin", "portal-secret");
    String cookie = signIn.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    String[] headers = {"Accept", "application/json", "Cookie", cookie};
    assertEquals(200, client.get(API + "users/current", headers).statusCode());
    assertEquals(201, client.portalSignIn("admin", "portal-secret", "Cookie", cookie).statusCode());
  }

  @Test
  void redirectsABrowserToTheSignInPage() {
    HttpResponse<String> browser = client.get(API + "racks", "Accept", "*/*");
    assertEquals(302, browser.statusCode());
    assertTrue(
        browser.headers().firstValue("Location").orElseThrow().endsWith("/accounts/sign_in"));
    assertEquals(401, client.get(API + "racks", "Accept", "application/json").statusCode());
  }

  @Test
  void listsEverythingForARootUser() {
    String[] root = client.portal("admin", "portal-secret");
    assertEquals(3, json(client.get(API + "users", root)).size());
    assertEquals(
        List.of("a1000000000000000000000000000001", "be000000000000000000000000000001", ""),
        each(json(client.get(API + "teams", root)), "project_id"));
    assertEquals(5, json(client.get(API + "templates", root)).size());
    assertEquals(2, json(client.get(API + "racks", root)).size());
    assertEquals(5, json(client.get(API + "devices", root)).size());
    assertTrue(json(client.get(API + "users/current", root)).path("root").asBoolean());
  }

  @Test
  void listsLessForOthers() {
    String[] anna = client.portal("anna", "anna-secret");
    assertEquals(1, json(client.get(API + "users", anna)).size());
    assertEquals(1, json(client.get(API + "teams", anna)).size());
    assertEquals(1, json(client.get(API + "racks", anna)).size());
    assertEquals(4, json(client.get(API + "devices", anna)).size());
    assertEquals(403, client.get(API + GAMMA_RACK, anna).statusCode());
    JsonNode current = json(client.get(API + "users/current", anna));
    assertTrue(current.at("/team_roles/0").has("team_role"));
  }

  @Test
  void showsARackWithItsDevicesAndADeviceWithItsTemplate() {
    String[] root = client.portal("admin", "portal-secret");
    JsonNode rack = json(client.get(API + "racks/4a000000-0000-4000-8000-0000000000a1", root));
    assertEquals(4, rack.path("devices").size());
    String id = rack.at("/devices/2/id").asText();
    JsonNode device = json(client.get(API + "devices/" + id, root));
    assertEquals("volume", device.at("/template/tag").asText());
    assertFalse(device.has("template_id"));
    assertEquals(5, device.at("/location/end_u").asInt());
    assertTrue(json(client.get(API + "racks/nothing", root)).at("/errors/record").isArray());
  }

  @Test
  void answers304UntilSomethingChanges() {
    String[] root = client.portal("admin", "portal-secret");
    String tag = client.get(API + "racks", root).headers().firstValue("ETag").orElseThrow();
    assertTrue(tag.startsWith("W/\""));
    String[] conditional = {root[0], root[1], root[2], root[3], "If-None-Match", tag};
    HttpResponse<String> same = client.get(API + "racks", conditional);
    assertEquals(304, same.statusCode());
    assertEquals("", same.body());
    lab.world().racks().set("4a000000-0000-4000-8000-0000000000a1", "status", "STOPPED");
    assertEquals(200, client.get(API + "racks", conditional).statusCode());
  }

  @Test
  void pagesBillingByOffset() {
    HttpResponse<String> page = billing("customFields/pagination?limit=3");
    assertEquals(3, json(page).size());
    assertEquals("3", header(page, "NextOffset"));
    assertEquals("8", header(page, "TotalNbRecords"));
    assertEquals(
        "/1.0/kb/customFields/pagination?offset=3&limit=3&audit=NONE", header(page, "NextPageUri"));
    List<String> ids = new ArrayList<>();
    String next = "/1.0/kb/customFields/pagination?offset=0&limit=3";
    while (!next.isEmpty()) {
      HttpResponse<String> one = client.get("/killbill" + next, client.billing());
      ids.addAll(each(json(one), "customFieldId"));
      next = one.headers().firstValue("X-Killbill-Pagination-NextPageUri").orElse("");
    }
    assertEquals(8, ids.size());
    assertEquals(404, billing("accounts/pagination?offset=abc").statusCode());
  }

  @Test
  void findsCustomFieldsByAnyPartOfThem() {
    assertEquals(2, json(billing("customFields/search/project_cloud_id")).size());
    assertEquals(
        2, json(billing("customFields/search/57000000-0000-4000-8000-0000000000a2")).size());
    HttpResponse<String> nothing = billing("customFields/search/no-such-value");
    assertEquals("[]", nothing.body());
    assertEquals("8", header(nothing, "MaxNbRecords"));
  }

  @Test
  void tellsTheCreditOnlyWhenAskedFor() {
    String path = "accounts/pagination";
    assertTrue(json(billing(path)).at("/0/accountCBA").isNull());
    JsonNode full = json(billing(path + "?accountWithBalanceAndCBA=true"));
    assertEquals(96.0, full.at("/0/accountCBA").asDouble());
  }

  @Test
  void keepsListingCancelledSubscriptions() {
    JsonNode bundles = json(billing("bundles/pagination"));
    List<String> states = new ArrayList<>();
    bundles.forEach(bundle -> states.add(bundle.at("/subscriptions/0/state").asText()));
    assertEquals(List.of("ACTIVE", "CANCELLED", "ACTIVE", "ACTIVE", "ACTIVE"), states);
    JsonNode one = json(billing("subscriptions/5b000000-0000-4000-8000-0000000000c2"));
    assertEquals("2026-11-20", one.path("cancelledDate").asText());
    HttpResponse<String> unknown = billing("subscriptions/00000000-0000-4000-8000-000000000000");
    assertEquals(404, unknown.statusCode());
    assertTrue(json(unknown).has("className"));
    assertTrue(json(billing("nothing-here")).has("servlet"));
  }

  @Test
  void refusesWrongBillingCredentialsInTheirOwnShapes() {
    String[] right = client.billing();
    HttpResponse<String> nobody = client.get(KB + "accounts/pagination");
    assertEquals(401, nobody.statusCode());
    assertEquals("", nobody.body());
    String[] wrongKey = right.clone();
    wrongKey[3] = "other";
    JsonNode unknown = json(client.get(KB + "accounts/pagination", wrongKey));
    assertEquals("No account found for user [other]", unknown.path("message").asText());
    String[] wrongSecret = right.clone();
    wrongSecret[5] = "wrong";
    assertEquals(401, client.get(KB + "accounts/pagination", wrongSecret).statusCode());
  }

  private HttpResponse<String> billing(String path) {
    return client.get(KB + path, client.billing());
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue("X-Killbill-Pagination-" + name).orElseThrow();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import static io.concertim.view.lab.LabClient.json;
import static io.concertim.view.lab.LabClient.token;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedLabTest {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final String ALPHA_CLUSTER = "57000000-0000-4000-8000-0000000000a2";

  @TempDir Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private final LabClient client = new LabClient(lab);

  @Test
  void writesAConfigThatTheSuiteUnderstands() throws IOException {
    Path file =
        lab.config()
            .asCloudUser("watcher", "admin")
            .set("concertim.concertim_password", "wrong")
            .without("killbill.apikey")
            .without("view")
            .append("view:\n  log: json")
            .write(folder);
    JsonNode config = new YAMLMapper().readTree(file.toFile());
    assertEquals(lab.url() + "/concertim", config.at("/concertim/concertim_url").asText());
    assertEquals("wrong", config.at("/concertim/concertim_password").asText());
    assertEquals("watcher-secret", config.at("/openstack/password").asText());
    assertFalse(config.path("killbill").has("apikey"));
    assertEquals("json", config.at("/view/log").asText());
    assertEquals(
        "openstack",
        new YAMLMapper().readTree(lab.writeConfig(folder).toFile()).path("cloud_type").asText());
  }

  @Test
  void readsItsDataFromAnotherFolder() throws IOException {
    for (String file : new String[] {"openstack.json", "concertim.json", "killbill.json"}) {
      try (var in = World.class.getResourceAsStream("/lab/" + file)) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        Files.writeString(folder.resolve(file), text.replace("in-no-stack", "renamed"));
      }
    }
    try (EmbeddedLab other = EmbeddedLab.start(LabOptions.defaults().withDataFolder(folder))) {
      assertTrue(other.world().servers().rows().toString().contains("renamed"));
    }
  }

  @Test
  void countsEveryCallWithItsSystemPathAndStatus() {
    client.get("/nova/v2.1/servers/detail?all_tenants=1", client.admin());
    client.get("/concertim/api/v1/racks", "Accept", "application/json");
    assertEquals(Map.of("keystone", 1, "nova", 1, "concertim", 1), lab.calls().countsBySystem());
    assertEquals(
        new CallLog.Entry("concertim", "GET", "/concertim/api/v1/racks", 401),
        lab.calls().matching("/racks").get(0));
    lab.calls().clear();
    assertEquals(0, lab.calls().count("nova"));
  }

  @Test
  void answersManyCallsAtOnce() {
    String[] admin = client.admin();
    lab.faults().fail("/nova/", Fault.hang());
    for (int i = 0; i < 8; i++) {
      new Thread(() -> client.get("/nova/v2.1/servers/" + WEB, admin)).start();
    }
    await().until(() -> lab.calls().mostAtOnce("nova") == 8);
    lab.faults().clear();
    await().until(() -> lab.calls().matching("/nova/").size() >= 8);
  }

  @Test
  void showsALargeCloudInReasonableTime() {
    lab.world()
        .together(
            () -> {
              for (int i = 0; i < 5000; i++) {
                lab.world().servers().add("{\"id\": \"server-%d\", \"name\": \"s\"}".formatted(i));
                String volume =
                    "{\"id\": \"volume-%d\", \"name\": \"v\", \"server\": \"server-%d\"}";
                lab.world().volumes().add(volume.formatted(i, i));
              }
            });
    String[] admin = client.admin();
    JsonNode page = json(client.get("/nova/v2.1/servers/detail?all_tenants=1", admin));
    assertEquals(1000, page.path("servers").size());
    assertEquals(
        "volume-4999", page.at("/servers/0/os-extended-volumes:volumes_attached/0/id").asText());
  }

  @Test
  void compressesWhenAskedTo() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(lab.url() + "/killbill/1.0/kb/bundles/pagination"))
            .headers(client.billing())
            .header("Accept-Encoding", "gzip")
            .build();
    HttpResponse<byte[]> response =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
    assertEquals("gzip", response.headers().firstValue("Content-Encoding").orElseThrow());
    try (var in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      assertEquals(5, Json.read(in).size());
    }
  }

  @Test
  void servesHttpsWithACertificateThatAClientCanTrust() throws Exception {
    try (EmbeddedLab secure = EmbeddedLab.start(LabOptions.defaults().withTls())) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null);
      try (var in = Files.newInputStream(secure.caFile())) {
        trusted.setCertificateEntry(
            "lab", CertificateFactory.getInstance("X.509").generateCertificate(in));
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(secure.url() + "/concertim/api/v1/racks"))
              .header("Accept", "application/json")
              .build();
      HttpResponse<String> response =
          HttpClient.newBuilder()
              .sslContext(context)
              .build()
              .send(request, BodyHandlers.ofString());
      assertEquals(401, response.statusCode());
      assertTrue(secure.certificateSha256().matches("[0-9a-f]{64}"));
    }
  }

  @Test
  void failsAsOftenAsToldAndThenRecovers() {
    String[] admin = client.admin();
    lab.faults().fail("/nova/", Fault.status(503).withRetryAfter(7), 2);
    HttpResponse<String> first = client.get("/nova/v2.1/servers/" + WEB, admin);
    assertEquals(503, first.statusCode());
    assertEquals("7", first.headers().firstValue("Retry-After").orElseThrow());
    assertEquals(503, client.get("/nova/v2.1/servers/" + WEB, admin).statusCode());
    assertEquals(200, client.get("/nova/v2.1/servers/" + WEB, admin).statusCode());
  }

  @Test
  void breaksConnectionsAndBodies() {
    String path = "/nova/v2.1/servers/" + WEB;
    String[] admin = client.admin();
    lab.faults().fail(path, Fault.truncate(), 1);
    assertThrows(LabClient.NoAnswer.class, () -> client.get(path, admin));
    lab.faults().fail(path, Fault.halfJson(), 1);
    String half = client.get(path, admin).body();
    assertThrows(IllegalArgumentException.class, () -> Json.parse(half));
    lab.faults().fail(path, Fault.notJson(), 1);
    assertTrue(client.get(path, admin).body().startsWith("<html>"));
    lab.faults().fail(path, Fault.delay(Duration.ofMillis(20)), 1);
    assertEquals(200, client.get(path, admin).statusCode());
    lab.faults().fail(path, Fault.drop());
    assertThrows(LabClient.NoAnswer.class, () -> client.get(path, admin));
    assertEquals(0, lab.calls().all().get(lab.calls().all().size() - 1).status());
  }

  @Test
  void showsChangesOfTheWorldInTheNextAnswer() {
    String[] admin = client.admin();
    lab.world().servers().set(WEB, "status", "SHUTOFF");
    JsonNode server = json(client.get("/nova/v2.1/servers/" + WEB, admin)).path("server");
    assertEquals("stopped", server.path("OS-EXT-STS:vm_state").asText());
    lab.world().servers().remove(WEB);
    assertEquals(404, client.get("/nova/v2.1/servers/" + WEB, admin).statusCode());
  }

  @Test
  void showsAnOddValueWhereTheDataAsksForIt() {
    lab.world().servers().set(WEB, "answer", Map.of("flavor", "not an object", "added", 1));
    JsonNode server = json(client.get("/nova/v2.1/servers/" + WEB, client.admin())).path("server");
    assertEquals("not an object", server.path("flavor").asText());
    assertEquals(1, server.path("added").asInt());
  }

  @Test
  void showsADeletedStackOnlyById() {
    lab.world().stacks().set(ALPHA_CLUSTER, "status", "DELETE_COMPLETE");
    String stacks = "/heat/v1/ad000000000000000000000000000001/stacks";
    assertFalse(client.get(stacks, client.admin()).body().contains(ALPHA_CLUSTER));
    JsonNode stack =
        json(client.get(stacks + "/alpha-cluster/" + ALPHA_CLUSTER, client.admin())).path("stack");
    assertEquals("DELETE_COMPLETE", stack.path("stack_status").asText());
  }

  @Test
  void updatesAStackFromItsNestedOneUpwards() {
    lab.world()
        .addResource(
            "58000000-0000-4000-8000-0000000000a2",
            "{\"name\": \"2\", \"type\": \"OS::Nova::Server\", \"id\": \"" + WEB + "\"}");
    JsonNode stack = lab.world().stacks().get(ALPHA_CLUSTER);
    assertEquals(WEB, stack.at("/resources/0/nested/2/id").asText());
    assertTrue(stack.at("/resources/0/updated").asText().endsWith("Z"));
    assertEquals("UPDATE_COMPLETE", stack.path("status").asText());
    lab.world().removeResource("58000000-0000-4000-8000-0000000000a2", "2");
    assertTrue(lab.world().servers().find(WEB).isEmpty());
    lab.world().deleteStack(ALPHA_CLUSTER);
    assertTrue(lab.world().stacks().find(ALPHA_CLUSTER).isEmpty());
    assertEquals(0, lab.world().serverGroups().size());
  }

  @Test
  void refusesRevokedAndExpiredTokens() {
    String[] cloud = client.admin();
    String[] portal = client.portal("admin", "portal-secret");
    lab.revokeTokens();
    assertEquals(401, client.get("/nova/v2.1/servers/" + WEB, cloud).statusCode());
    assertEquals(401, client.get("/concertim/api/v1/racks", portal).statusCode());
    try (EmbeddedLab brief =
        EmbeddedLab.start(LabOptions.defaults().withTokenLifetime(Duration.ZERO))) {
      LabClient other = new LabClient(brief);
      HttpResponse<String> signIn = other.cloudSignIn("concertim", "cloud-secret", "admin");
      assertEquals(201, signIn.statusCode());
      assertEquals(401, other.get("/keystone/v3/projects", token(signIn)).statusCode());
    }
  }
}

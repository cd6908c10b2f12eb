// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.concertim.view.app.BadSource;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.python.LoadedByPython;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A source that fails keeps what was known of it; the others go on (decision D10). */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class FailedSourceIT {
  private static final String ANNA = "d0000000-0000-4000-8000-000000000002";
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final String ACCOUNT = "ac000000-0000-4000-8000-0000000000a1";
  private static final String PROJECT = "a1000000000000000000000000000001";
  private static final List<String> SECRETS =
      List.of(
          "portal-secret",
          "cloud-secret",
          "billing-secret",
          "tenant-secret",
          "wrong-secret",
          "anna-secret",
          "Bearer ",
          "Basic ");

  @TempDir private static Path once;
  private static Installation healthy;

  @TempDir private Path folder;
  private EmbeddedLab lab;
  private Installation installation;

  @BeforeAll
  static void syncOnceWhileAllIsWell() {
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      healthy = Installation.of(once, lab).sync();
    }
  }

  @BeforeEach
  void install() {
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  /** One of each system and kind; FailedSourceTest has them all, in this Java machine. */
  @ParameterizedTest
  @EnumSource(
      names = {"PORTAL_REFUSES_THE_PASSWORD", "CLOUD_SENDS_HALF_A_BODY", "BILLING_DOES_NOT_RUN"})
  void isToldInOneLineAndKeepsWhatWasKnownWhileTheOthersGoOn(BadSource bad) throws IOException {
    installation.withDataOf(healthy);
    somethingChangesInEachSystem();
    LabConfig config = Installation.config(lab);
    bad.breakIt(lab, config);
    installation.configure(config);

    ViewProcess.Ended ended = installation.runOnce();

    assertEquals(1, ended.exitCode(), ended.err());
    assertEquals(
        1, ended.errorLines().stream().filter(bad::isToldBy).count(), "not told by: " + ended);
    assertEquals(
        1,
        ended.errorLines().stream().filter(line -> line.contains(bad.system() + ":")).count(),
        ended.err());
    assertFalse(ended.hasStackTrace(), ended.err());
    assertNoSecretIn(installation, ended);
    assertStale(bad.system());
    assertEquals(2, installation.generation());
    assertEquals(!bad.system().equals("concertim"), knowsTheNewNameOfAnna());
    assertEquals(!bad.system().equals("openstack"), knowsThatWebWasStopped());
    assertEquals(!bad.system().equals("killbill"), knowsTheNewCredit());
    assertEquals(racksAndDevices(healthy), racksAndDevices(installation));
    assertPickleSaysTheSame(bad);
  }

  private void somethingChangesInEachSystem() {
    lab.world().users().set(ANNA, "name", "Anna Renamed");
    lab.world().servers().set(WEB, "status", "SHUTOFF");
    lab.world().accounts().set(ACCOUNT, "credit", 7.5);
  }

  private boolean knowsTheNewNameOfAnna() {
    return installation.view().path("users").findValuesAsText("full_name").contains("Anna Renamed");
  }

  private boolean knowsThatWebWasStopped() {
    return installation.status(WEB).equals("STOPPED");
  }

  private boolean knowsTheNewCredit() {
    return installation.object("teams", PROJECT).path("account_credit").asDouble() == 7.5;
  }

  private static List<JsonNode> racksAndDevices(Installation of) {
    JsonNode view = of.view();
    return List.of(ids(view.path("racks")), ids(view.path("devices")), ids(view.path("templates")));
  }

  private static JsonNode ids(JsonNode list) {
    var ids = JsonNodeFactory.instance.arrayNode();
    list.forEach(object -> ids.add(object.path("id")));
    return ids;
  }

  private void assertPickleSaysTheSame(BadSource bad) throws IOException {
    assertEquals(
        withoutTheChanges(healthy),
        withoutTheChanges(installation),
        bad + " changed more than the other systems did");
  }

  private static String withoutTheChanges(Installation of) throws IOException {
    return LoadedByPython.dump(of.data("view.pickle"))
        .toString()
        .replace("Anna Renamed", "Anna Example")
        .replace("\"status\":\"STOPPED\"", "\"status\":\"ACTIVE\"")
        .replace("\"_updated\":true", "\"_updated\":false");
  }

  private void assertStale(String system) {
    for (String each : List.of("concertim", "openstack", "killbill")) {
      JsonNode status = installation.source(each);
      assertEquals(!each.equals(system), status.path("complete").asBoolean(), status.toString());
    }
    JsonNode status = installation.source(system);
    assertEquals(healthy.source(system).path("read_at").asText(), status.path("read_at").asText());
    Instant since = Instant.parse(status.path("stale_since").asText());
    assertTrue(since.isAfter(Instant.parse(status.path("read_at").asText())), status.toString());
    assertTrue(status.path("reason").asText().startsWith(system + ":"), status.toString());
  }

  static void assertNoSecretIn(Installation installation, ViewProcess.Ended ended)
      throws IOException {
    String all =
        ended.err()
            + ended.out()
            + installation.log()
            + Files.readString(installation.data("view.json"))
            + Files.readString(installation.data("layers.jsonl"));
    for (String secret : SECRETS) {
      assertFalse(all.contains(secret), secret);
    }
  }

  @ParameterizedTest
  @CsvSource({"CLOUD_DOES_NOT_RUN", "PORTAL_REFUSES_THE_PASSWORD"})
  void leavesThePickleAloneUntilPortalAndCloudWereReadOnce(BadSource bad) throws IOException {
    byte[] ofTheSuite = Files.readAllBytes(healthy.data("view.pickle"));
    LabConfig config = Installation.config(lab);
    bad.breakIt(lab, config);
    installation.configure(config);

    assertEquals(1, installation.runOnce().exitCode());

    assertFalse(Files.exists(installation.data("view.pickle")));
    assertFalse(installation.source(bad.system()).path("complete").asBoolean());
    assertTrue(installation.source(bad.system()).path("read_at").isNull());

    Files.write(installation.data("view.pickle"), ofTheSuite);

    assertEquals(1, installation.runOnce().exitCode());

    assertArrayEquals(ofTheSuite, Files.readAllBytes(installation.data("view.pickle")));
    assertEquals(2, installation.generation());
  }

  @Test
  void showsNewStacksAsPendingUntilBillingWasReadOnce() throws IOException {
    LabConfig config = Installation.config(lab);
    BadSource.BILLING_DOES_NOT_RUN.breakIt(lab, config);
    installation.configure(config);

    assertEquals(1, installation.runOnce().exitCode());

    JsonNode cluster = installation.object("racks", "57000000-0000-4000-8000-0000000000a2");
    assertTrue(cluster.path("pending").isTextual(), cluster.toString());
    JsonNode known = installation.object("racks", "57000000-0000-4000-8000-0000000000a1");
    assertTrue(known.path("pending").isNull(), known.toString());
    String python = LoadedByPython.dump(installation.data("view.pickle")).toString();
    assertTrue(python.contains("57000000-0000-4000-8000-0000000000a1"));
    assertFalse(python.contains("\"name\":{\"$tuple\":[\"alpha-cluster\""));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.Template;
import io.concertim.view.model.view.View;
import io.concertim.view.python.LoadedByPython;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A source that fails keeps what was known of it; the others go on (decision D10). */
class FailedSourceTest {
  private static final String ANNA = "d0000000-0000-4000-8000-000000000002";
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final String ACCOUNT = "ac000000-0000-4000-8000-0000000000a1";
  private static final String PROJECT = "a1000000000000000000000000000001";

  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();

  @ParameterizedTest
  @EnumSource
  void isReportedAndKeepsWhatWasKnownWhileTheOthersGoOn(BadSource bad) throws Exception {
    View before = SyncedData.copyTo(lab.config(), folder).view();
    String pickled = withoutTheChanges(LoadedByPython.dump(pickle()));
    lab.world().users().set(ANNA, "name", "Anna Renamed");
    lab.world().servers().set(WEB, "status", "SHUTOFF");
    lab.world().accounts().set(ACCOUNT, "credit", 7.5);
    LabConfig config = lab.config().set("view.retries", 0);
    bad.breakIt(lab, config);

    View after = LabSync.run(config, folder).view();

    Source failed = Source.valueOf(bad.system().toUpperCase(Locale.ROOT));
    for (Source source : Source.values()) {
      assertEquals(source != failed, after.sources().get(source).complete(), source.label());
    }
    SourceStatus status = after.sources().get(failed);
    assertTrue(bad.isToldBy(status.reason()), status.reason());
    assertTrue(status.reason().startsWith(bad.system() + ":"), status.reason());
    assertEquals(before.generation() + 1, after.generation());
    assertEquals(before.sources().get(failed).readAt(), status.readAt());
    assertTrue(status.staleSince().isAfter(status.readAt()), status::toString);
    assertEquals(failed != Source.CONCERTIM, knowsTheNewNameOfAnna(after));
    assertEquals(failed != Source.OPENSTACK, knowsThatWebWasStopped(after));
    assertEquals(failed != Source.KILLBILL, knowsTheNewCredit(after));
    assertEquals(ids(before), ids(after));
    assertEquals(
        pickled,
        withoutTheChanges(LoadedByPython.dump(pickle())),
        bad + " changed more than the other systems did");
  }

  private Path pickle() {
    return folder.resolve("data/view.pickle");
  }

  private static String withoutTheChanges(JsonNode python) {
    return python
        .toString()
        .replace("Anna Renamed", "Anna Example")
        .replace("\"status\":\"STOPPED\"", "\"status\":\"ACTIVE\"")
        .replace("\"_updated\":true", "\"_updated\":false");
  }

  private static boolean knowsTheNewNameOfAnna(View view) {
    return view.users().stream().anyMatch(user -> "Anna Renamed".equals(user.fullName()));
  }

  private static boolean knowsThatWebWasStopped(View view) {
    return view.devices().stream()
        .anyMatch(device -> WEB.equals(device.id().cloud()) && device.status().equals("STOPPED"));
  }

  private static boolean knowsTheNewCredit(View view) {
    return view.teams().stream()
        .anyMatch(
            team -> PROJECT.equals(team.id().cloud()) && "7.5".equals("" + team.accountCredit()));
  }

  private static List<?> ids(View view) {
    return List.of(
        view.racks().stream().map(Rack::id).toList(),
        view.devices().stream().map(Device::id).toList(),
        view.templates().stream().map(Template::id).toList());
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOUD_DOES_NOT_RUN", "PORTAL_REFUSES_THE_PASSWORD"})
  void leavesThePickleAloneUntilPortalAndCloudWereReadOnce(BadSource bad) throws Exception {
    SyncedData.copyTo(lab.config(), folder.resolve("other"));
    byte[] ofTheSuite = Files.readAllBytes(folder.resolve("other/data/view.pickle"));
    LabConfig config = lab.config().set("view.retries", 0);
    bad.breakIt(lab, config);

    View view = LabSync.run(config, folder).view();

    assertFalse(Files.exists(pickle()));
    SourceStatus status = view.sources().get(Source.valueOf(bad.system().toUpperCase(Locale.ROOT)));
    assertFalse(status.complete());
    assertNull(status.readAt());

    Files.write(pickle(), ofTheSuite);

    assertEquals(2, LabSync.run(config, folder).view().generation());
    assertArrayEquals(ofTheSuite, Files.readAllBytes(pickle()));
  }

  @Test
  void showsNewStacksAsPendingUntilBillingWasReadOnce() throws Exception {
    LabConfig config = lab.config().set("view.retries", 0);
    BadSource.BILLING_DOES_NOT_RUN.breakIt(lab, config);

    View view = LabSync.run(config, folder).view();

    assertNotNull(rack(view, "57000000-0000-4000-8000-0000000000a2").pending());
    assertNull(rack(view, "57000000-0000-4000-8000-0000000000a1").pending());
    String python = LoadedByPython.dump(pickle()).toString();
    assertTrue(python.contains("57000000-0000-4000-8000-0000000000a1"));
    assertFalse(python.contains("\"name\":{\"$tuple\":[\"alpha-cluster\""));
  }

  private static Rack rack(View view, String stack) {
    return view.racks().stream()
        .filter(rack -> stack.equals(rack.id().cloud()))
        .findFirst()
        .orElseThrow();
  }
}

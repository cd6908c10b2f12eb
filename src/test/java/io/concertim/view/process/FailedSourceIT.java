// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.concertim.view.app.BadSource;
import io.concertim.view.lab.EmbeddedLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A source that fails keeps what was known of it; the others go on (decision D10). */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class FailedSourceIT {
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

  @TempDir private Path folder;
  private EmbeddedLab lab;
  private Installation installation;

  @BeforeEach
  void install() {
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  /** FailedSourceTest has all that can be wrong with a source, in this Java machine. */
  @Test
  void isToldInOneLineAndKeepsWhatWasKnownWhileTheOthersGoOn() throws IOException {
    BadSource bad = BadSource.CLOUD_SENDS_HALF_A_BODY;
    installation.sync();
    lab.world().servers().set(WEB, "status", "SHUTOFF");
    lab.world().accounts().set(ACCOUNT, "credit", 7.5);
    bad.breakIt(lab, Installation.config(lab));

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
    assertEquals(2, installation.generation());
    assertFalse(installation.source(bad.system()).path("complete").asBoolean());
    assertEquals("ACTIVE", installation.status(WEB));
    assertEquals(7.5, installation.object("teams", PROJECT).path("account_credit").asDouble());
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
}

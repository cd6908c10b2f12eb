// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.cluster.Database;
import io.concertim.view.cluster.Lease;
import io.concertim.view.cluster.Members;
import io.concertim.view.cluster.Members.Self;
import io.concertim.view.cluster.TestDatabase;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.queue.work.SteadyClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code concertim-view cluster}, and what check says of a cluster. */
class ClusterCommandTest {
  private final TestDatabase database = new TestDatabase();
  private final EmbeddedLab lab = EmbeddedLab.start();
  private final StringWriter out = new StringWriter();
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    lab.close();
  }

  private LabConfig clustered(String host) {
    return lab.config()
        .set("view.store", "postgresql")
        .set("view.postgresql", database.config())
        .set("view.cluster", Map.of("host", host));
  }

  private int run(LabConfig config, String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = "--config=" + config.write(folder);
    return ViewCommand.line()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(out))
        .execute(all);
  }

  private void beat(String host, String settings, boolean leads) throws IOException {
    try (Database connections = database.of(host)) {
      if (leads) {
        new Lease(connections, true, host, Duration.ofMinutes(1), new SteadyClock()).renew();
      }
      new Members(connections).beat(new Self("view", host, "1.2", settings, 0, 7, 6));
    }
  }

  @Test
  void showsWhoIsThereAndWhoSyncs() throws IOException {
    beat("portal-1", "same", false);
    beat("portal-2", "same", true);

    assertEquals(0, run(clustered("portal-1"), "cluster"), out::toString);

    List<String> lines = out.toString().lines().toList();
    assertEquals(3, lines.size(), out::toString);
    assertTrue(lines.get(1).matches("portal-1 +view +- +0 +0 +7 +6 .* version 1.2"), lines.get(1));
    assertTrue(lines.get(2).matches("portal-2 +view +term 1 .*"), lines.get(2));
    assertEquals(1, run(clustered("portal-1"), "cluster", "--leads"));
    assertEquals(0, run(clustered("portal-2"), "cluster", "--leads"));
  }

  @Test
  void saysThatAHostIsAlone() {
    assertEquals(2, run(lab.config(), "cluster"));
    assertTrue(out.toString().contains("this host is alone"), out::toString);
  }

  @Test
  void saysThatTheDatabaseIsAwayAndNoPassword() {
    LabConfig away =
        clustered("one")
            .set(
                "view.postgresql",
                Map.of(
                    "url", "jdbc:postgresql://127.0.0.1:9/x", "username", "u", "password", "hush"));

    assertEquals(1, run(away, "cluster"));

    assertTrue(out.toString().contains("jdbc:postgresql://127.0.0.1:9/x"), out::toString);
    assertFalse(out.toString().contains("hush"), out::toString);
  }

  @Test
  void checkSaysWhoSyncsAndThatSettingsDiffer() throws IOException {
    beat("portal-1", "same", true);
    run(clustered("portal-1"), "check", "--data-dir=" + folder);
    assertTrue(out.toString().contains("1 processes of 1 hosts; portal-1 syncs"), out::toString);
    assertTrue(
        out.toString().contains("a crash of the database may forget commits"), out::toString);

    beat("portal-1", "same", true); // the first check may have taken longer than a lease
    beat("portal-2", "other", false);
    run(clustered("portal-1"), "check", "--data-dir=" + folder);
    assertTrue(out.toString().contains("map by different settings"), out::toString);
  }

  @Test
  void checkSaysWhetherTheConnectionIsEncryptedAndUntilWhen() {
    run(clustered("one"), "check", "--data-dir=" + folder);
    assertTrue(
        out.toString().matches("(?s).*ok +cluster +certificate +none: not encrypted, and on.*"),
        out::toString);

    run(
        clustered("one").set("view.postgresql", database.encryptedConfig()),
        "check",
        "--data-dir=" + folder);
    String ends = TestDatabase.certificate().certificate().getNotAfter().toInstant().toString();
    assertTrue(
        out.toString()
            .matches("(?s).*ok +cluster +certificate +is trusted, and expires at " + ends + ".*"),
        out::toString);
  }
}

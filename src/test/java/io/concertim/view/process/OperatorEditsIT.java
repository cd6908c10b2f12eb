// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of the operator that replace built-in ones (decision D3), with edits of docs/routes.md as
 * an operator makes them: one run has them all.
 */
@Timeout(900)
class OperatorEditsIT {
  private static final Path GUIDE = Path.of("docs", "routes.md");
  private static final String SERVERS = "/servers/detail?all_tenants=1&limit=";
  private static final String LAST = "        - bean: {ref: syncReport, method: report}\n";
  private static final String STEPS =
      """
              - setBody:
                  expression: {simple: {expression: "generation ${exchangeProperty.view.generation}"}}
              - to:
                  uri: file:/var/spool/view
                  parameters: {fileName: generation.txt}
      """;

  @AutoClose private static final EmbeddedLab LAB = EmbeddedLab.start();

  @TempDir private static Path folder;
  private static Installation installation;

  @BeforeAll
  static void syncOnce() throws IOException {
    installation = Installation.of(folder, LAB);
    Path routes = Files.createDirectory(folder.resolve("routes"));
    String steps = STEPS.replace("/var/spool/view", folder.resolve("spool").toString());
    copy(routes, "view-sync.camel.yaml", LAST, steps + LAST);
    copy(routes, "openstack-compute.camel.yaml", SERVERS + "{{view.pageSize}}", SERVERS + "200");
    copy(routes, "killbill.camel.yaml", "limit=100000", "limit=77");

    ViewProcess.Ended ended = installation.runOnce("--routes=" + routes);

    assertEquals(0, ended.exitCode(), ended.err());
    assertEquals(6, installation.view().path("racks").size());
  }

  /** Copies a built-in file and changes one part of it. */
  private static void copy(Path routes, String file, String part, String replacement)
      throws IOException {
    try (InputStream in = OperatorEditsIT.class.getResourceAsStream("/routes/" + file)) {
      String builtIn = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(builtIn.contains(part), part);
      Files.writeString(routes.resolve(file), builtIn.replace(part, replacement));
    }
  }

  private static boolean asked(String regex) {
    return !LAB.calls().matching(regex).isEmpty();
  }

  @Test
  void addAStepToTheSync() throws IOException {
    assertTrue(Files.readString(GUIDE).contains(STEPS.indent(-4)), STEPS.indent(-4));

    assertEquals("generation 1", Files.readString(folder.resolve("spool/generation.txt")));
    assertEquals(1, installation.generation());
  }

  @Test
  void replaceAListsPath() throws IOException {
    assertTrue(Files.readString(GUIDE).contains("{name: path, value: \"" + SERVERS + "200\"}"));

    assertTrue(asked("/servers/detail\\?all_tenants=1&limit=200$"));
    assertFalse(asked("/servers/detail\\?all_tenants=1&limit=1000$"));
  }

  @Test
  void replaceTheBuiltInFileOfTheSameNameAndLeaveTheOthers() {
    assertTrue(asked("/bundles/pagination\\?.*limit=77$"));
    assertFalse(asked("/bundles/pagination\\?.*limit=100000$"));
  }
}

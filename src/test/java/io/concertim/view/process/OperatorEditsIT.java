// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedBroker;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The three edits of docs/routes.md, as an operator makes them. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class OperatorEditsIT {
  private static final Path GUIDE = Path.of("docs", "routes.md");
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final String DATA = "70000000-0000-4000-8000-0000000000a1";

  @TempDir private Path folder;
  private Path routes;
  private EmbeddedLab lab;
  private Installation installation;

  @BeforeEach
  void install() throws IOException {
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
    routes = Files.createDirectory(folder.resolve("routes"));
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  /** Copies a built-in file and changes one part of it. */
  private void copy(String file, String part, String replacement) throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/routes/" + file)) {
      String builtIn = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(builtIn.contains(part), part);
      Files.writeString(routes.resolve(file), builtIn.replace(part, replacement));
    }
  }

  private void syncOnce() throws IOException {
    ViewProcess.Ended ended = installation.runOnce("--routes=" + routes);
    assertEquals(0, ended.exitCode(), ended.err());
  }

  @Test
  void dropATypeOfEvent() throws IOException {
    assertTrue(Files.readString(GUIDE).contains("view: {queue: {event_types: \"!volume.*\"}}"));
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        Publisher publisher = broker.publisher()) {
      LabConfig config = broker.configure(Installation.config(lab));
      config.set("view.queue", Map.of("max_length", 0, "event_types", "!volume.*"));
      installation.configure(config);
      syncOnce();
      try (ViewProcess process = installation.startAs("view_queue")) {
        installation.awaitLog("RabbitMQ: listening");
        lab.calls().clear();
        lab.world().servers().set(WEB, "status", "SHUTOFF");

        publisher.send(LabNotification.volume("attach.end", DATA, "in-use"));
        publisher.send(LabNotification.server("power_off.end", WEB, "stopped"));

        installation.awaitStatus(WEB, "STOPPED");
        assertEquals(0, lab.calls().matching("/volumes/" + DATA).size());
        assertTrue(process.isRunning());
      }
    }
  }

  @Test
  void addAStepToTheSync() throws IOException {
    Path spool = folder.resolve("spool");
    String last = "        - bean: {ref: syncReport, method: report}\n";
    String steps =
        """
                - setBody:
                    expression: {simple: {expression: "generation ${exchangeProperty.view.generation}"}}
                - to:
                    uri: file:/var/spool/view
                    parameters: {fileName: generation.txt}
        """;
    assertTrue(Files.readString(GUIDE).contains(steps.indent(-4)), steps.indent(-4));
    installation.configure(Installation.config(lab));
    copy("view-sync.camel.yaml", last, steps.replace("/var/spool/view", spool.toString()) + last);

    syncOnce();

    assertEquals("generation 1", Files.readString(spool.resolve("generation.txt")));
    assertEquals(1, installation.generation());
  }

  @Test
  void replaceAListsPath() throws IOException {
    String path = "/servers/detail?all_tenants=1&limit=";
    assertTrue(Files.readString(GUIDE).contains("{name: path, value: \"" + path + "200\"}"));
    installation.configure(Installation.config(lab));
    copy("openstack-compute.camel.yaml", path + "{{view.pageSize}}", path + "200");

    syncOnce();

    assertFalse(lab.calls().matching("/servers/detail\\?all_tenants=1&limit=200$").isEmpty());
    assertTrue(lab.calls().matching("/servers/detail\\?all_tenants=1&limit=1000$").isEmpty());
    assertEquals(6, installation.view().path("racks").size());
  }
}

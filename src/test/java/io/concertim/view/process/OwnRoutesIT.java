// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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

/** Route files of the operator (decision D3). */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class OwnRoutesIT {
  private static final String FILE = "killbill.camel.yaml";
  private static final String LIMIT = "limit=100000";

  @TempDir private Path folder;
  private Path routes;
  private EmbeddedLab lab;
  private Installation installation;

  @BeforeEach
  void install() throws IOException {
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
    installation.configure(Installation.config(lab).set("view.interval", "1h"));
    routes = Files.createDirectory(folder.resolve("routes"));
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private void writeWithLimit(int rows) throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/routes/" + FILE)) {
      String builtIn = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(builtIn.contains(LIMIT));
      Files.writeString(routes.resolve(FILE), builtIn.replace(LIMIT, "limit=" + rows));
    }
  }

  private boolean askedForPagesOf(int rows) {
    return !lab.calls().matching("/bundles/pagination\\?.*limit=" + rows + "$").isEmpty();
  }

  @Test
  void areLoadedAgainWhenTheyChangeWhileDeveloping() throws IOException {
    writeWithLimit(77);
    try (ViewProcess process =
        ViewProcess.startWith(
            List.of("-Duser.home=" + folder), // where --dev lets Camel's own tools find it
            installation.arguments("--routes=" + routes, "--dev"))) {
      installation.awaitGenerationAfter(0);
      assertTrue(askedForPagesOf(77));

      writeWithLimit(88);

      await()
          .atMost(180, SECONDS)
          .until(
              () -> {
                installation.flag("resync.flag");
                return askedForPagesOf(88);
              });
      assertTrue(process.isRunning());
      // The sync during which the routes were replaced may have failed.
      await()
          .atMost(180, SECONDS)
          .until(
              () -> {
                installation.flag("resync.flag");
                return installation.source("killbill").path("complete").asBoolean();
              });
    }
  }
}

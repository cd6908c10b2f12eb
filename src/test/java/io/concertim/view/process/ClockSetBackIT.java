// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The host's clock is set back by an hour while the program runs: what goes by that clock would now
 * sleep for an hour.
 */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class ClockSetBackIT {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final Path COMPILER = Path.of("/usr/bin/gcc");
  private static final Path SOURCE = Path.of("src", "test", "resources", "host-clock.c");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;
  private EmbeddedLab lab;
  private Publisher publisher;
  private Installation installation;

  @BeforeEach
  void install() throws Exception {
    assumeTrue(Files.isExecutable(COMPILER), "there is no C compiler to move a clock with");
    List<String> compile =
        List.of(
            COMPILER.toString(), "-shared", "-fPIC", "-o", library().toString(), SOURCE.toString());
    assertEquals(0, new ProcessBuilder(compile).inheritIO().start().waitFor());
    moveClock(Duration.ZERO);
    RabbitVirtualHost rabbit = RabbitVirtualHost.make();
    publisher = rabbit.publisher();
    publisher.declareExchanges();
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
    installation.configure(
        Installation.config(lab).set("rmq.rmq_path", rabbit.name()).set("view.interval", "2s"));
  }

  @AfterEach
  void stop() throws IOException {
    if (lab != null) {
      lab.close();
      publisher.close();
    }
  }

  private Path library() {
    return folder.resolve("host-clock.so");
  }

  private Path clock() {
    return folder.resolve("host-clock");
  }

  private void moveClock(Duration by) throws IOException {
    ByteBuffer seconds = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    // Not truncated: the process has the file in its memory.
    Files.write(clock(), seconds.putLong(by.toSeconds()).array(), CREATE, WRITE);
  }

  private ViewProcess start() {
    return installation.startAs(
        "view", Map.of("LD_PRELOAD", library().toString(), "HOST_CLOCK", clock().toString()));
  }

  private long lists() {
    return lab.calls().all().stream().filter(call -> call.path().contains("/stacks")).count();
  }

  @Test
  void nothingWaitsForTheHourToPassAgain() throws Exception {
    try (ViewProcess process = start()) {
      installation.awaitLog("RabbitMQ: listening");
      installation.awaitGenerationAfter(0);

      moveClock(Duration.ofHours(-1));

      lab.world().servers().set(WEB, "status", "SHUTOFF");
      publisher.send(LabNotification.server("power_off.end", WEB, "stopped"));
      installation.awaitStatus(WEB, "STOPPED");
      long syncs = lists();
      await("full syncs").atMost(PATIENCE).until(() -> lists() > syncs + 2);
      Files.createFile(installation.data("resync.flag"));
      await("the flag")
          .atMost(PATIENCE)
          .until(() -> !Files.exists(installation.data("resync.flag")));
      installation.awaitLog("the clock of this host was set back by 3600 s");
      assertFalse(process.errors().contains("ERROR"), process::errors);
    }
  }
}

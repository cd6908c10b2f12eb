// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.concertim.view.lab.EmbeddedBroker;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** From a message to the view where no RabbitMQ is to hand; BrokerIT does more on a real one. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class EmbeddedBrokerIT {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";

  @TempDir private Path folder;
  private EmbeddedBroker broker;
  private Publisher publisher;
  private EmbeddedLab lab;
  private Installation installation;
  private ViewProcess process;

  @BeforeEach
  void syncOnceAndListen() throws IOException {
    broker = EmbeddedBroker.start();
    publisher = broker.publisher();
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
    installation.configure(broker.configure(Installation.config(lab)));
    installation.sync();
    process = installation.startAs("view_queue");
    installation.awaitLog("RabbitMQ: listening");
  }

  @AfterEach
  void stop() throws IOException {
    process.close();
    lab.close();
    publisher.close();
    broker.close();
  }

  @Test
  void whatCannotBeUnderstoodIsRecordedAndTheNextMessageIsProcessed() throws IOException {
    publisher.send("nova", "notifications.info", "gAAAAtoken");
    publisher.send("nova", "notifications.info", new byte[2_000_000]);

    lab.world().servers().set(WEB, "status", "SHUTOFF");
    publisher.send(LabNotification.server("power_off.end", WEB, "stopped"));

    installation.awaitStatus(WEB, "STOPPED");
    await()
        .atMost(180, SECONDS)
        .until(() -> publisher.channel().messageCount("concertim_view.dead") == 2);
    assertFalse(installation.log().contains("gAAAA"));
    assertFalse(process.errors().contains("ERROR"), process::errors);
  }
}

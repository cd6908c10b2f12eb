// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.cli.ViewCommand;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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

/**
 * A process view_queue that starts on a RabbitMQ which is not as it should be, and starts again.
 */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class BrokerStartIT {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";

  @TempDir private Path folder;
  private EmbeddedLab lab;
  private RabbitVirtualHost rabbit;
  private Publisher publisher;
  private Installation installation;
  private ViewProcess process;

  @BeforeEach
  void syncOnce() throws IOException {
    rabbit = RabbitVirtualHost.make();
    publisher = rabbit.publisher();
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
    installation.configure(Installation.config(lab).set("rmq.rmq_path", rabbit.name()));
    installation.sync();
  }

  @AfterEach
  void stop() throws IOException {
    if (process != null) {
      process.close();
    }
    lab.close();
    publisher.close();
  }

  private void connectAs(String user) {
    installation.configure(
        Installation.config(lab)
            .set("rmq.rmq_path", rabbit.name())
            .set("rmq.rmq_username", user)
            .set("rmq.rmq_password", user));
  }

  private void listen() {
    process = installation.startAs("view_queue");
  }

  private void setStatus(String status) {
    lab.world().servers().set(WEB, "status", status);
  }

  private void awaitStatus(String status) {
    installation.awaitStatus(WEB, status);
  }

  /** The sync is asked for only once notifications arrive again, so that none is missed since. */
  private void awaitResyncFlag() {
    await().atMost(180, SECONDS).until(() -> Files.exists(installation.data("resync.flag")));
  }

  @Test
  void aQueueThatRanFullLeadsToAFullSync() throws Exception {
    publisher.declareExchanges();
    installation.configure(
        Installation.config(lab)
            .set("rmq.rmq_path", rabbit.name())
            .set("view.queue", Map.of("max_length", 3)));
    Map<String, Object> bounds =
        Map.of("x-max-length", 3, "x-max-length-bytes", 49_152, "x-overflow", "drop-head");
    publisher.channel().queueDeclare("concertim_view", true, false, false, bounds);
    publisher.channel().queueBind("concertim_view", "nova", "notifications.info");
    for (int message = 0; message < 10; message++) {
      publisher.send(LabNotification.server("update", WEB, "active"));
    }
    await()
        .atMost(180, SECONDS)
        .until(() -> publisher.channel().messageCount("concertim_view") == 3);

    listen();

    installation.awaitLog(
        "the queue is full and may have lost messages, so a full sync is asked for");
    awaitResyncFlag();
  }

  @Test
  void theLeastPermissionsAreEnoughAndFewerAreTold() throws Exception {
    publisher.declareExchanges();
    String user = rabbit.user("^$", "^$", "^$");
    connectAs(user);
    process = installation.startAs("view_queue", "VIEW_QUEUE_DECLAREINTERVAL", "1000");
    installation.awaitLog("permissions in docs/operating.md");

    rabbit.permit(
        user,
        "^concertim_view(\\.dead)?$",
        "^(amq\\.default|concertim_view)$",
        "^(concertim_view|nova|heat|cinder|neutron|keystone|openstack)$");
    installation.awaitLog("RabbitMQ: listening");
    publisher.send("nova", "notifications.info", "not JSON");
    await()
        .atMost(180, SECONDS)
        .until(() -> publisher.channel().messageCount("concertim_view.dead") == 1);
    setStatus("SHUTOFF");
    publisher.send(LabNotification.server("power_off.end", WEB, "stopped"));
    awaitStatus("STOPPED");
  }

  @Test
  void aRecordThatMayNotBeSentIsToldAndHoldsUpNothing() throws Exception {
    publisher.declareExchanges();
    String user = rabbit.user(".*", "^concertim_view$", ".*");
    connectAs(user);
    listen();
    installation.awaitLog("RabbitMQ: listening");
    publisher.send("nova", "notifications.info", "not JSON");
    publisher.send("nova", "notifications.info", "not JSON either");
    installation.awaitLog("records of such messages cannot be sent to concertim_view.dead");

    setStatus("SHUTOFF");
    publisher.send(LabNotification.server("power_off.end", WEB, "stopped"));
    awaitStatus("STOPPED");
    assertEquals(
        1, installation.log().lines().filter(line -> line.contains("cannot be sent")).count());
    assertFalse(process.errors().lines().anyMatch(ViewProcess::isOfAStackTrace), process::errors);
  }

  @Test
  void aWrongPasswordIsToldAndEndsNothing() throws IOException {
    installation.configure(
        Installation.config(lab).set("rmq.rmq_path", rabbit.name()).set("rmq.rmq_password", "no"));
    listen();

    installation.awaitLog("the broker refuses the user or the password");
    assertTrue(process.isRunning());
    // It is written every few seconds, for the first time maybe before the broker has answered.
    Path file = installation.data("view_queue.health");
    await()
        .atMost(180, SECONDS)
        .until(() -> Files.exists(file) && Files.readString(file).contains("the broker refuses"));
    StringWriter out = new StringWriter();
    int exitCode =
        ViewCommand.line()
            .setOut(new PrintWriter(out))
            .execute("--process=view_queue", "--health", "--data-dir=" + installation.data());
    assertEquals(1, exitCode);
    assertTrue(out.toString().contains("the broker refuses"), out::toString);
    assertFalse(process.errors().lines().anyMatch(ViewProcess::isOfAStackTrace), process::errors);
  }

  @Test
  void messagesOutliveAKilledProcessAndSoDoMarks() throws Exception {
    publisher.declareExchanges();
    listen();
    installation.awaitLog("RabbitMQ: listening");
    awaitResyncFlag(); // a start is a gap
    for (int i = 0; i < 4; i++) {
      boolean stopped = i % 2 == 1;
      setStatus(stopped ? "SHUTOFF" : "ACTIVE");
      publisher.send(LabNotification.server("update", WEB, stopped ? "stopped" : "active"));
      process.kill();
      listen();
    }
    awaitStatus("STOPPED");
  }
}

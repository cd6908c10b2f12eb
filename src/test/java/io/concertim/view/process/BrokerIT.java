// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.GetResponse;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The process view_queue on a real RabbitMQ, with everything that a broker may do to it. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class BrokerIT {
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

  private void listen() {
    process = installation.startAs("view_queue");
  }

  /** Looks every second, instead of every minute, whether its queue and bindings are there. */
  private void listenAndLookOften() {
    process = installation.startAs("view_queue", "VIEW_QUEUE_DECLAREINTERVAL", "1000");
  }

  /** A start is a gap, so it asks for a full sync. */
  private void listenAndForgetTheStart() throws IOException {
    listenAndLookOften();
    installation.awaitLog("RabbitMQ: listening");
    awaitConsumer();
    awaitResyncFlag();
    Files.delete(installation.data("resync.flag"));
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

  private void awaitConsumer() {
    await()
        .atMost(180, SECONDS)
        .until(() -> publisher.channel().consumerCount("concertim_view") == 1);
  }

  /** Until the queue is bound to nova's exchange again, nothing reaches it. */
  private void awaitStoppedBySendingAgain() {
    await()
        .atMost(180, SECONDS)
        .pollInterval(1, SECONDS)
        .until(
            () -> {
              publisher.send(LabNotification.server("power_off.end", WEB, "stopped"));
              return installation.status(WEB).equals("STOPPED");
            });
  }

  @Test
  void aChangeIsSeenAndAnotherConsumerGetsEveryMessageToo() throws Exception {
    publisher.declareExchanges();
    listen();
    installation.awaitLog("RabbitMQ: listening");
    awaitResyncFlag(); // a start is a gap

    setStatus("SHUTOFF");
    publisher.send(LabNotification.server("power_off.end", WEB, "stopped"));
    awaitStatus("STOPPED");
    setStatus("ACTIVE");
    publisher.send(LabNotification.server("power_on.end", WEB, "active"));
    awaitStatus("ACTIVE");

    assertEquals(2, publisher.channel().messageCount("notifications.info"));
    await()
        .atMost(180, SECONDS)
        .until(() -> publisher.channel().messageCount("concertim_view") == 0);
    assertFalse(process.errors().contains("ERROR"), process::errors);
  }

  @Test
  void whatCannotBeUnderstoodIsRecordedAndTheNextMessageIsProcessed() throws Exception {
    publisher.declareExchanges();
    listen();
    installation.awaitLog("RabbitMQ: listening");

    publisher.send("nova", "notifications.info", "gAAAAtoken");
    publisher.send("nova", "notifications.info", new byte[10_000_000]);
    setStatus("SHUTOFF");
    publisher.send(LabNotification.server("power_off.end", WEB, "stopped"));

    awaitStatus("STOPPED");
    await()
        .atMost(180, SECONDS)
        .until(() -> publisher.channel().messageCount("concertim_view.dead") == 2);
    GetResponse letter = publisher.channel().basicGet("concertim_view.dead", true);
    String record = new String(letter.getBody(), StandardCharsets.UTF_8);
    assertEquals(10, new ObjectMapper().readTree(record).path("size").asInt(), record);
    assertTrue(record.contains("nova/notifications.info"), record);
    assertFalse(record.contains("gAAAA") || installation.log().contains("gAAAA"), record);
  }

  @Test
  void headersOfAMessageSteerNothing() throws Exception {
    publisher.declareExchanges();
    listen();
    installation.awaitLog("RabbitMQ: listening");
    lab.calls().clear();
    Map<String, Object> headers = new HashMap<>();
    for (String name :
        List.of(
            "CamelHttpUri",
            "camelhttpuri",
            "CamelHttpPath",
            "CAMELFILENAME",
            "CamelFileName",
            "CamelBeanMethodName",
            "CamelSpringRabbitmqRoutingOverrideKey",
            "CamelSpringRabbitmqExchangeOverrideName",
            "JMSReplyTo")) {
      headers.put(name, "http://127.0.0.1:9/../../evil");
    }
    setStatus("SHUTOFF");
    publisher
        .channel()
        .basicPublish(
            "nova",
            "notifications.info",
            new AMQP.BasicProperties.Builder().headers(headers).replyTo("evil").build(),
            LabNotification.server("power_off.end", WEB, "stopped")
                .body()
                .getBytes(StandardCharsets.UTF_8));

    awaitStatus("STOPPED");

    assertEquals(1, lab.calls().matching("/nova/v2.1/servers/" + WEB).size());
    assertTrue(lab.calls().matching("evil").isEmpty());
    assertFalse(Files.exists(folder.resolve("evil")));
    assertFalse(process.errors().contains("ERROR"), process::errors);
  }

  @Test
  void aMissingExchangeIsToldAndBoundOnceItIsThere() throws Exception {
    listenAndLookOften();
    installation.awaitLog("none of the exchanges can be used");
    assertTrue(process.isRunning());

    publisher.declareExchanges();
    installation.awaitLog("RabbitMQ: listening");
    setStatus("SHUTOFF");
    awaitStoppedBySendingAgain();
  }

  @Test
  void aQueueThatIsDeletedIsMadeAgain() throws Exception {
    publisher.declareExchanges();
    listenAndForgetTheStart();

    publisher.channel().queueDelete("concertim_view");

    setStatus("SHUTOFF");
    awaitStoppedBySendingAgain();
    awaitResyncFlag();
  }

  /** As if it had been deleted while its declaration was on its way. */
  @Test
  void aQueueThatIsDeletedAndMadeAgainAtOnceIsAGapToo() throws Exception {
    publisher.declareExchanges();
    installation.configure(
        Installation.config(lab)
            .set("rmq.rmq_path", rabbit.name())
            .set("view.queue", Map.of("max_length", 0)));
    listenAndForgetTheStart();

    publisher.channel().queueDelete("concertim_view");
    publisher.channel().queueDeclare("concertim_view", true, false, false, Map.of());

    awaitResyncFlag();
    setStatus("SHUTOFF");
    awaitStoppedBySendingAgain();
  }

  @Test
  void aQueueThatRanFullLeadsToAFullSync() throws Exception {
    publisher.declareExchanges();
    installation.configure(
        Installation.config(lab)
            .set("rmq.rmq_path", rabbit.name())
            .set("view.queue", Map.of("max_length", 3)));
    listen();
    installation.awaitLog("RabbitMQ: listening");
    process.terminate();
    await().atMost(180, SECONDS).until(() -> !process.isRunning());
    Files.deleteIfExists(installation.data("resync.flag"));
    for (int message = 0; message < 10; message++) {
      publisher.send(LabNotification.server("update", WEB, "active"));
    }
    await()
        .atMost(180, SECONDS)
        .until(() -> publisher.channel().messageCount("concertim_view") == 3);

    process.close();
    listen();

    installation.awaitLog(
        "the queue is full and may have lost messages, so a full sync is asked for");
    awaitResyncFlag();
  }

  @Test
  void otherArgumentsOfTheQueueAreTold() throws Exception {
    publisher.declareExchanges();
    publisher.channel().queueDeclare("concertim_view", true, false, false, Map.of());
    listenAndLookOften();

    installation.awaitLog("our queue is there with other arguments");
    assertTrue(process.isRunning());
    publisher.channel().queueDelete("concertim_view");
    installation.awaitLog("RabbitMQ: listening");
  }

  /** Meanwhile exchanges may have come and gone, with which nothing was bound. */
  @Test
  void aTimeInWhichOurQueuesCouldNotBeDeclaredIsAGap() throws Exception {
    publisher.declareExchanges();
    listenAndForgetTheStart();

    publisher.channel().queueDelete("concertim_view.dead");
    publisher.channel().queueDeclare("concertim_view.dead", true, false, false, Map.of());
    installation.awaitLog("our queue is there with other arguments");
    publisher.channel().queueDelete("concertim_view.dead");

    awaitResyncFlag();
  }

  @Test
  void theLeastPermissionsAreEnoughAndFewerAreTold() throws Exception {
    publisher.declareExchanges();
    String least =
        rabbit.user(
            "^concertim_view(\\.dead)?$",
            "^(amq\\.default|concertim_view)$",
            "^(concertim_view|nova|heat|cinder|neutron|keystone|openstack)$");
    String fewer = rabbit.user("^$", "^$", "^$");
    installation.configure(
        Installation.config(lab)
            .set("rmq.rmq_path", rabbit.name())
            .set("rmq.rmq_username", fewer)
            .set("rmq.rmq_password", fewer));
    listen();
    installation.awaitLog("permissions in docs/operating.md");
    process.close();

    installation.configure(
        Installation.config(lab)
            .set("rmq.rmq_path", rabbit.name())
            .set("rmq.rmq_username", least)
            .set("rmq.rmq_password", least));
    listen();
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
    installation.configure(
        Installation.config(lab)
            .set("rmq.rmq_path", rabbit.name())
            .set("rmq.rmq_username", user)
            .set("rmq.rmq_password", user));
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
    ViewProcess.Ended health =
        ViewProcess.run("--process=view_queue", "--health", "--data-dir=" + installation.data());
    assertEquals(1, health.exitCode());
    assertTrue(health.out().contains("the broker refuses"), health.out());
    assertFalse(process.errors().lines().anyMatch(ViewProcess::isOfAStackTrace), process::errors);
  }

  @Test
  void aBrokerThatIsNotThereIsToldAndEndsNothing() {
    installation.configure(Installation.config(lab).set("rmq.rmq_port", "1"));
    listen();

    installation.awaitLog("no connection");
    assertTrue(process.isRunning());
    assertFalse(process.errors().lines().anyMatch(ViewProcess::isOfAStackTrace), process::errors);
  }

  @Test
  void messagesOutliveAKilledProcessAndSoDoMarks() throws Exception {
    publisher.declareExchanges();
    listen();
    installation.awaitLog("RabbitMQ: listening");
    for (int i = 0; i < 6; i++) {
      boolean stopped = i % 2 == 1;
      setStatus(stopped ? "SHUTOFF" : "ACTIVE");
      publisher.send(LabNotification.server("update", WEB, stopped ? "stopped" : "active"));
      process.kill();
      listen();
    }
    awaitStatus("STOPPED");
  }
}

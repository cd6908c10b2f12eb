// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process view_queue on a real RabbitMQ, with everything that a broker may do to it meanwhile.
 */
@Timeout(900)
class BrokerIT {
  private static final int DECLARED_EVERY = 1_000; // milliseconds

  @TempDir private static Path folder;
  private static EmbeddedLab lab;
  private static RabbitVirtualHost rabbit;
  private static Publisher publisher;
  private static Installation installation;
  private static ViewProcess process;

  @BeforeAll
  static void syncOnceAndListen() throws IOException {
    rabbit = RabbitVirtualHost.make();
    publisher = rabbit.publisher().declareExchanges();
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
    installation.configure(
        Installation.config(lab)
            .set("rmq.rmq_path", rabbit.name())
            .set("view.queue", Map.of("max_length", 0)));
    installation.sync();
    process = installation.startAs("view_queue", "VIEW_QUEUE_DECLAREINTERVAL", "" + DECLARED_EVERY);
    installation.awaitLog("RabbitMQ: listening");
  }

  @AfterAll
  static void stop() throws IOException {
    if (process != null) {
      process.close();
      lab.close();
      publisher.close();
    }
  }

  @BeforeEach
  void awaitConsumer() throws IOException {
    await()
        .atMost(180, SECONDS)
        .until(() -> publisher.channel().consumerCount("concertim_view") == 1);
    for (String queue : List.of("concertim_view", "concertim_view.dead", "notifications.info")) {
      publisher.channel().queuePurge(queue);
    }
  }

  @AfterEach
  void hasSaidNoError() {
    assertTrue(process.isRunning());
    assertFalse(process.errors().contains("ERROR"), process::errors);
  }

  /** One that no other test tells of; this one has not stopped yet. */
  private static String server(String end) {
    return "5e000000-0000-4000-8000-0000000000" + end;
  }

  private static void setStatus(String server, String status) {
    lab.world().servers().set(server, "status", status);
  }

  /** The sync is asked for only once notifications arrive again, so that none is missed since. */
  private static void awaitResyncFlag() {
    await().atMost(180, SECONDS).until(() -> Files.exists(installation.data("resync.flag")));
  }

  /** A start is a gap, and so is much of what other tests do. */
  private static void forgetEarlierGaps() {
    await()
        .atMost(180, SECONDS)
        .during(2 * DECLARED_EVERY, MILLISECONDS)
        .until(() -> !Files.deleteIfExists(installation.data("resync.flag")));
  }

  /** The process notices nothing before the other queue is there. */
  private static void replaceQueue(String name, boolean durable) throws IOException {
    process.suspend();
    try {
      publisher.channel().queueDelete(name);
      publisher.channel().queueDeclare(name, durable, false, false, Map.of());
    } finally {
      process.resume();
    }
  }

  /** Until the queue is bound to nova's exchange again, nothing reaches it. */
  private static void awaitStoppedBySendingAgain(String server) {
    setStatus(server, "SHUTOFF");
    await()
        .atMost(180, SECONDS)
        .pollDelay(0, SECONDS)
        .pollInterval(300, MILLISECONDS)
        .until(
            () -> {
              publisher.send(LabNotification.server("power_off.end", server, "stopped"));
              return installation.status(server).equals("STOPPED");
            });
  }

  @Test
  void aChangeIsSeenAndAnotherConsumerGetsEveryMessageToo() throws Exception {
    String server = server("a1");
    setStatus(server, "SHUTOFF");
    publisher.send(LabNotification.server("power_off.end", server, "stopped"));
    installation.awaitStatus(server, "STOPPED");
    setStatus(server, "ACTIVE");
    publisher.send(LabNotification.server("power_on.end", server, "active"));
    installation.awaitStatus(server, "ACTIVE");

    assertEquals(2, publisher.channel().messageCount("notifications.info"));
    await()
        .atMost(180, SECONDS)
        .until(() -> publisher.channel().messageCount("concertim_view") == 0);
  }

  @Test
  void whatCannotBeUnderstoodIsRecordedAndTheNextMessageIsProcessed() throws Exception {
    String server = server("bf");
    publisher.send("nova", "notifications.info", "gAAAAtoken");
    publisher.send("nova", "notifications.info", new byte[10_000_000]);
    setStatus(server, "SHUTOFF");
    publisher.send(LabNotification.server("power_off.end", server, "stopped"));

    installation.awaitStatus(server, "STOPPED");
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
    String server = server("c0");
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
    setStatus(server, "SHUTOFF");
    publisher
        .channel()
        .basicPublish(
            "nova",
            "notifications.info",
            new AMQP.BasicProperties.Builder().headers(headers).replyTo("evil").build(),
            LabNotification.server("power_off.end", server, "stopped")
                .body()
                .getBytes(StandardCharsets.UTF_8));

    installation.awaitStatus(server, "STOPPED");

    assertEquals(1, lab.calls().matching("/nova/v2.1/servers/" + server).size());
    assertTrue(lab.calls().matching("evil").isEmpty());
    assertFalse(Files.exists(folder.resolve("evil")));
  }

  @Test
  void aMissingExchangeIsToldAndBoundOnceItIsThere() throws Exception {
    int before = installation.log().length();
    for (String exchange : Publisher.EXCHANGES) {
      publisher.channel().exchangeDelete(exchange);
    }
    installation.awaitLogAfter(before, "none of the exchanges can be used");

    publisher.declareExchanges();
    installation.awaitLogAfter(before, "RabbitMQ: listening");
    awaitStoppedBySendingAgain(server("c1"));
  }

  @Test
  void aQueueThatIsDeletedIsMadeAgain() throws Exception {
    forgetEarlierGaps();

    publisher.channel().queueDelete("concertim_view");

    awaitStoppedBySendingAgain(server("b0"));
    awaitResyncFlag();
  }

  /** As if it had been deleted while its declaration was on its way. */
  @Test
  void aQueueThatIsDeletedAndMadeAgainAtOnceIsAGapToo() throws Exception {
    forgetEarlierGaps();

    replaceQueue("concertim_view", true);

    awaitResyncFlag();
    awaitStoppedBySendingAgain(server("b1"));
  }

  @Test
  void otherArgumentsOfTheQueueAreTold() throws Exception {
    int before = installation.log().length();
    replaceQueue("concertim_view", false);

    installation.awaitLogAfter(before, "our queue is there with other arguments");
    assertTrue(process.isRunning());
    publisher.channel().queueDelete("concertim_view");
    installation.awaitLogAfter(before, "RabbitMQ: listening");
  }

  /** Meanwhile exchanges may have come and gone, with which nothing was bound. */
  @Test
  void aTimeInWhichOurQueuesCouldNotBeDeclaredIsAGap() throws Exception {
    forgetEarlierGaps();
    int before = installation.log().length();

    replaceQueue("concertim_view.dead", false);
    installation.awaitLogAfter(before, "our queue is there with other arguments");
    publisher.channel().queueDelete("concertim_view.dead");

    awaitResyncFlag();
  }

  /** By check. */
  @Test
  void whatIsThereIsToldAndStaysAsItIs() throws IOException {
    String before =
        await()
            .atMost(180, SECONDS)
            .until(rabbit::contents, text -> !text.matches("(?s).*\\{messages,[1-9].*"));

    String found = BrokerCheckIT.check(installation, 0);

    assertTrue(found.contains("ok rabbitmq connection RabbitMQ 3."), found);
    assertTrue(found.contains("ok rabbitmq queue concertim_view 0 messages wait in it"), found);
    assertTrue(found.contains("ok rabbitmq exchanges there are [nova, "), found);
    assertTrue(found.contains("ok rabbitmq permissions to bind our queue"), found);
    assertEquals(before, rabbit.contents());
  }
}

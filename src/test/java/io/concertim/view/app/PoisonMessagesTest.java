// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.rabbitmq.client.AMQP;
import io.concertim.view.lab.EmbeddedBroker;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.NetworkLink;
import io.concertim.view.lab.Publisher;
import io.concertim.view.queue.broker.BrokerState;
import io.concertim.view.queue.broker.QueueTopology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Whatever the broker delivers, the messages behind it are delivered too. */
@Timeout(180)
class PoisonMessagesTest {
  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  @AutoClose private final EmbeddedBroker broker = EmbeddedBroker.start();
  private Publisher publisher;
  private LabListener listener;

  @BeforeEach
  void start() {
    publisher = broker.publisher();
  }

  @AfterEach
  void stop() throws IOException {
    listener.close();
    publisher.close();
  }

  private void listen(LabConfig config) throws Exception {
    listener = new LabListener(config, folder);
    await().atMost(60, SECONDS).until(() -> listener.broker().state().isListening());
  }

  private void listen() throws Exception {
    listen(broker.configure(lab.config()));
  }

  private void send(Map<String, Object> headers, byte[] body) throws IOException {
    AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().headers(headers).build();
    publisher.channel().basicPublish("nova", "notifications.info", properties, body);
  }

  private void awaitNextMessage() throws IOException {
    publisher.send(LabNotification.server("update", "behind-it", "active"));
    await().atMost(60, SECONDS).until(() -> listener.isAsked("behind-it"));
  }

  private static byte[] body(String id) {
    return LabNotification.server("update", id, "active").body().getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, Object> nested(int levels) {
    Map<String, Object> table = Map.of("a", "b");
    for (int i = 1; i < levels; i++) {
      table = Map.of("a", table);
    }
    return table;
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 2000})
  void headersThatAreNestedDeeplyAreNotDecoded(int levels) throws Exception {
    listen();

    CompletableFuture<Void> sent = new CompletableFuture<>();
    Runnable sending =
        () -> {
          try {
            send(nested(levels), body("with-headers"));
            sent.complete(null);
          } catch (IOException e) {
            sent.completeExceptionally(e);
          }
        };
    new Thread(null, sending, "deep", 1 << 26).start(); // the client that sends it recurses too
    sent.get(60, SECONDS);
    awaitNextMessage();

    assertTrue(listener.isAsked("with-headers"));
    assertTrue(listener.broker().state().isListening());
  }

  @Test
  void aBodyThatIsTooLongIsRecordedAndNeverKeptInMemory() throws Exception {
    listen();

    send(Map.of(), new byte[70_000_000]);
    awaitNextMessage();

    await()
        .atMost(30, SECONDS)
        .until(() -> publisher.channel().messageCount("concertim_view.dead") == 1);
    String letter =
        new String(
            publisher.channel().basicGet("concertim_view.dead", true).getBody(),
            StandardCharsets.UTF_8);
    assertTrue(letter.contains("\"size\":70000000"), letter);
    assertTrue(letter.contains(sha256OfZeros(70_000_000)), letter);
    assertTrue(letter.contains("more than 1048576"), letter);
  }

  private static String sha256OfZeros(int length) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(new byte[length]));
  }

  private static long deletions(ListAppender<ILoggingEvent> log) {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getFormattedMessage().contains("were deleted"))
        .count();
  }

  @Test
  void aMessageThatBreaksEachConnectionIsDeletedWithThoseThatWaitAndASyncIsAskedFor()
      throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(QueueTopology.class);
    logger.addAppender(log);
    try (NetworkLink link = new NetworkLink(broker.port())) {
      link.breakAt("poison-");
      List<BrokerState> states = new ArrayList<>();
      listen(broker.configure(lab.config()).set("rmq.rmq_port", link.port()));
      Files.deleteIfExists(listener.directory().resyncFlag());

      send(Map.of(), body("poison-1"));
      await()
          .atMost(60, SECONDS)
          .until(
              () -> {
                states.add(listener.broker().state());
                return deletions(log) > 0;
              });
      await().atMost(60, SECONDS).until(() -> listener.broker().state().isListening());
      awaitNextMessage();

      assertTrue(link.breaks() >= 3, "breaks: " + link.breaks());
      assertFalse(listener.isAsked("poison-1"));
      assertTrue(Files.exists(listener.directory().resyncFlag()));
      assertTrue(
          states.stream().anyMatch(state -> !state.isListening()), "DOWN meanwhile: " + states);
      assertEquals(1, deletions(log));
    } finally {
      logger.detachAppender(log);
    }
  }
}

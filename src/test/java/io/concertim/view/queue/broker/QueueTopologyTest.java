// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.ShutdownSignalException;
import io.concertim.view.config.ConfigFile;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.lab.EmbeddedBroker;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.MovedClock;
import io.concertim.view.lab.Publisher;
import io.concertim.view.source.http.CertificateDates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

/** Our queue on a broker in this process, which is not RabbitMQ but speaks its protocol. */
@Timeout(180)
class QueueTopologyTest {
  private static final Logger LOG = LoggerFactory.getLogger(QueueTopologyTest.class);
  private static final int TIMES = 100;

  @TempDir private Path folder;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicBoolean diskIsFull = new AtomicBoolean();
  private final AtomicInteger syncs = new AtomicInteger();
  private final MovedClock clock = new MovedClock();
  @AutoClose private final EmbeddedBroker broker = EmbeddedBroker.start();
  private CachingConnectionFactory connections;
  private QueueTopology declarer;

  @BeforeEach
  void connect() throws Exception {
    broker.publisher().close();
    ViewConfig config;
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      config = ConfigFile.load(broker.configure(lab.config()).write(folder), Map.of());
    }
    connections = BrokerConnection.of(config.rmq().orElseThrow(), new CertificateDates());
    declarer =
        new QueueTopology(
            connections,
            config.view().queue(),
            "guest",
            () -> {
              syncs.incrementAndGet();
              return !diskIsFull.get();
            },
            clock.withZone(ZoneOffset.UTC));
    connections.addConnectionListener(declarer);
  }

  @AfterEach
  void stop() throws Exception {
    CompletableFuture.runAsync(connections::destroy, threads).get(30, SECONDS);
    threads.shutdownNow();
  }

  /** As a broker that breaks off, and the consumer that connects again. */
  private void breakOffAndConnectAgain() {
    try {
      connections.createConnection().getDelegate().abort();
      connections.createConnection().createChannel(false).close();
    } catch (AmqpException
        | ShutdownSignalException
        | IllegalStateException
        | IOException
        | TimeoutException e) {
      LOG.debug("it broke off once more", e);
    }
  }

  @Test
  void connectionsThatBreakWhileItDeclaresNeverHoldItUp() throws Exception {
    CompletableFuture<Void> breaking =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < TIMES; i++) {
                breakOffAndConnectAgain();
              }
            },
            threads);
    CompletableFuture<Void> declaring =
        CompletableFuture.runAsync(
            () -> {
              while (!breaking.isDone()) {
                declarer.declare();
              }
            },
            threads);

    CompletableFuture.allOf(breaking, declaring).get(60, SECONDS);
    declarer.declare();
    assertTrue(declarer.state().isListening(), () -> declarer.state().toString());
  }

  @Test
  void aSyncThatCouldNotBeAskedForIsAskedForAgain() {
    diskIsFull.set(true);
    declarer.declare();
    int asked = syncs.get();
    assertTrue(asked > 0);

    declarer.declare();
    assertEquals(asked + 1, syncs.get());
    diskIsFull.set(false);
    declarer.declare();
    declarer.declare();
    assertEquals(asked + 2, syncs.get());
  }

  /** This broker closes the connection of whoever declares another one's exclusive queue. */
  @Test
  void aStepForWhichTheBrokerClosesEachConnectionIsAFailureUntilItGoesWell() throws Exception {
    try (Publisher other = broker.publisher()) {
      other.channel().queueDeclare("concertim_view.dead", false, true, false, Map.of());
      declarer.declare();
      await()
          .atMost(60, SECONDS)
          .until(() -> declarer.state().failure().startsWith("the connection broke: 530"));
    }
    clock.pass(Duration.ofMinutes(2)); // breaks count for a minute
    await()
        .atMost(60, SECONDS)
        .until(
            () -> {
              declarer.declare();
              return declarer.state().isListening();
            });
  }

  @Test
  void aConnectionThatBrokeIsAGap() {
    declarer.declare();
    int before = syncs.get();

    breakOffAndConnectAgain();

    await().atMost(60, SECONDS).until(() -> syncs.get() > before);
    assertTrue(declarer.state().isListening());
  }

  @Test
  void anotherProgramThatGoesOnTakingMessagesIsAFailureUntilItHasGone() throws Exception {
    declarer.declare();
    int asked = syncs.get();
    try (Publisher ours = broker.publisher()) {
      ours.channel().basicConsume("concertim_view", new DefaultConsumer(ours.channel()));
      try (Publisher other = broker.publisher()) {
        other.channel().basicConsume("concertim_view", new DefaultConsumer(other.channel()));
        declarer.look();
        assertTrue(declarer.state().isListening(), "it may be our own that broke");

        clock.pass(Duration.ofMinutes(1));
        declarer.look();
        assertFalse(declarer.state().isListening());
        assertEquals(
            "2 programs take messages from the queue concertim_view, so each gets only a part of"
                + " them; give each installation a view.queue name of its own",
            declarer.state().failure());
        declarer.declare();
        declarer.look();
        assertFalse(declarer.state().isListening());
        assertEquals(asked + 1, syncs.get());
      }
      await()
          .atMost(60, SECONDS)
          .until(
              () -> {
                declarer.look();
                return declarer.state().isListening();
              });
      assertEquals(asked + 2, syncs.get());
    }
  }
}

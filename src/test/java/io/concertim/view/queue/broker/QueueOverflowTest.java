// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.impl.AMQImpl;
import io.concertim.view.config.EventTypes;
import io.concertim.view.config.QueueSettings;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/** A queue that is full and loses its oldest messages, however soon it is empty again. */
class QueueOverflowTest {
  private static final int MOST = 3;

  private int depth;
  private int syncs;
  private final QueueTopology declarer = declarer(MOST, Map.of());

  private QueueTopology declarer(int maxLength, Map<String, Object> arguments) {
    return new QueueTopology(
        fake(ConnectionFactory.class),
        new QueueSettings(
            "q",
            List.of("nova"),
            List.of("notifications.info"),
            EventTypes.builtInAnd(List.of()),
            maxLength,
            Optional.empty(),
            arguments,
            1,
            false,
            1,
            20,
            Duration.ofMillis(500),
            Duration.ofSeconds(3)),
        "guest",
        () -> ++syncs > 0,
        Clock.systemUTC());
  }

  /** A broker on which all goes well. */
  private <T> T fake(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "createConnection" -> fake(Connection.class);
                  case "createChannel" -> fake(Channel.class);
                  case "queueDeclare", "queueDeclarePassive" ->
                      new AMQImpl.Queue.DeclareOk("q", depth, 1);
                  case "isOpen" -> true;
                  default -> null;
                }));
  }

  @Test
  void leadsToAFullSyncWhenItBeginsAndWhenItIsOver() {
    declarer.declare();
    assertEquals(1, syncs, "the start is a gap");

    depth = MOST;
    declarer.look();
    assertEquals(2, syncs);
    assertEquals(MOST, declarer.state().depth());
    declarer.look();
    assertEquals(2, syncs, "told already");

    depth = 0;
    declarer.look();
    declarer.look();
    declarer.declare();
    assertEquals(3, syncs);
  }

  @Test
  void leadsToOneEveryMinuteForAsLongAsItLasts() {
    depth = MOST;
    declarer.declare();
    declarer.declare();
    assertEquals(2, syncs);

    depth = 0;
    declarer.declare();
    declarer.declare();
    assertEquals(3, syncs);
  }

  @Test
  void countsByTheBoundThatTheOperatorsArgumentsPutInThePlaceOfOurs() {
    QueueTopology bounded = declarer(100_000, Map.of("x-max-length", (long) MOST));
    bounded.declare();
    assertEquals(1, syncs, "the start is a gap");

    depth = MOST;
    bounded.look();
    assertEquals(2, syncs);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.impl.AMQImpl;
import io.concertim.view.config.ConfigFile;
import io.concertim.view.config.QueueSettings;
import io.concertim.view.lab.EmbeddedLab;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;

/** The bounds of our queues, also of those that were made before there was one in bytes. */
class QueueArgumentsTest {
  @TempDir private Path folder;
  private final List<Map<?, ?>> declared = new ArrayList<>();
  private boolean isOfEarlierVersion;

  private QueueTopology topology() throws Exception {
    QueueSettings settings;
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      settings = ConfigFile.load(lab.config().write(folder), Map.of()).view().queue();
    }
    return new QueueTopology(
        fake(ConnectionFactory.class), settings, "guest", () -> true, Clock.systemUTC());
  }

  private <T> T fake(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "createConnection" -> fake(Connection.class);
                  case "createChannel" -> fake(Channel.class);
                  case "queueDeclare" -> declare((Map<?, ?>) arguments[4]);
                  case "queueDeclarePassive" -> new AMQImpl.Queue.DeclareOk("q", 0, 1);
                  case "isOpen" -> true;
                  default -> null;
                }));
  }

  private Object declare(Map<?, ?> arguments) throws IOException {
    declared.add(arguments);
    if (isOfEarlierVersion && arguments.containsKey("x-max-length-bytes")) {
      throw new IOException("406 PRECONDITION_FAILED - inequivalent arg 'x-max-length-bytes'");
    }
    return new AMQImpl.Queue.DeclareOk("q", 0, 1);
  }

  @Test
  void boundWhatTheBrokerKeepsInMessagesAndInBytes() throws Exception {
    topology().declare();

    assertEquals(
        List.of(
            Map.of("x-max-length", 10_000, "x-max-length-bytes", 163_840_000L),
            Map.of(
                "x-max-length",
                100_000,
                "x-max-length-bytes",
                1_638_400_000L,
                "x-overflow",
                "drop-head")),
        declared);
  }

  @Test
  void leaveAQueueOfAnEarlierVersionAsItIs() throws Exception {
    isOfEarlierVersion = true;
    QueueTopology topology = topology();
    topology.declare();
    assertTrue(topology.state().isListening(), () -> topology.state().toString());
    assertNull(topology.state().failure());

    declared.clear();
    topology.declare();
    assertEquals(
        List.of(
            Map.of("x-max-length", 10_000),
            Map.of("x-max-length", 100_000, "x-overflow", "drop-head")),
        declared);
  }
}

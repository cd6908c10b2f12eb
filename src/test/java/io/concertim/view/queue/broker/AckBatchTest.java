// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.concertim.view.lab.EmbeddedBroker;
import io.concertim.view.lab.Publisher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

/** Answers to messages whose channel is closed by then, as it is after a restart of the broker. */
@Timeout(120)
class AckBatchTest {
  private static final String QUEUE = "notifications.info";

  private final AckBatch deliveries = new AckBatch(new SimpleMeterRegistry(), () -> {});
  @AutoClose private final EmbeddedBroker broker = EmbeddedBroker.start();
  private Publisher publisher;
  private CachingConnectionFactory connections;

  @BeforeEach
  void connect() {
    publisher = broker.publisher();
    ConnectionFactory rabbit = new ConnectionFactory();
    rabbit.setHost("127.0.0.1");
    rabbit.setPort(broker.port());
    rabbit.setVirtualHost(broker.virtualHost());
    connections = new CachingConnectionFactory(rabbit);
  }

  @AfterEach
  void stop() throws IOException {
    connections.destroy();
    publisher.close();
  }

  /** A message that is on its way through the route, over this channel. */
  private Exchange received(Channel channel) throws IOException {
    Exchange exchange = delivered(channel);
    deliveries.receive(exchange);
    return exchange;
  }

  /** A message that came over this channel. */
  private Exchange delivered(Channel channel) throws IOException {
    publisher.send("nova", QUEUE, "{}");
    List<GetResponse> got = new ArrayList<>();
    await()
        .atMost(30, SECONDS)
        .until(
            () -> {
              GetResponse response = channel.basicGet(QUEUE, false);
              return response != null && got.add(response);
            });
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setProperty(SpringRabbitMQConstants.CHANNEL, channel);
    exchange
        .getMessage()
        .setHeader(SpringRabbitMQConstants.DELIVERY_TAG, got.get(0).getEnvelope().getDeliveryTag());
    return exchange;
  }

  @Test
  void answersOverAClosedChannelAreLeftToTheBroker() throws Exception {
    Channel channel = connections.createConnection().createChannel(false);
    Exchange first = received(channel);
    Exchange second = received(channel);
    connections.createConnection().getDelegate().abort();

    assertDoesNotThrow(() -> deliveries.acknowledge(first));
    assertDoesNotThrow(() -> deliveries.refuse(second, new IOException("no space")));

    assertFalse(channel.isOpen(), "no other channel is opened on which they would be answered");
    await().atMost(30, SECONDS).until(() -> publisher.channel().messageCount(QUEUE) == 2);
  }

  @Test
  void aMessageWhoseChannelIsClosedBeforeItIsTakenIsLeftToTheBroker() throws Exception {
    Channel channel = connections.createConnection().createChannel(false);
    Exchange late = delivered(channel);
    connections.createConnection().getDelegate().abort();
    channel.close(); // as the listener container does

    deliveries.receive(late);

    assertDoesNotThrow(() -> deliveries.acknowledge(late));
    await().atMost(30, SECONDS).until(() -> publisher.channel().messageCount(QUEUE) == 1);
  }
}

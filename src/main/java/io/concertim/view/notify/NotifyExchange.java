// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.notify;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ReturnListener;
import com.rabbitmq.client.ShutdownSignalException;
import io.concertim.view.queue.broker.BrokerConnection;
import io.concertim.view.queue.broker.BrokerFailures;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Publishes events on the exchanges of {@code view.notify}, by a connection of its own. */
public final class NotifyExchange implements AutoCloseable {
  private static final long CONFIRM_MILLIS = 5_000;
  private static final int PERSISTENT = 2;

  /** Null if there is no exchange to publish on. */
  private final CachingConnectionFactory connections;

  private final RabbitTemplate template;

  /**
   * @param connections on which the broker confirms what it has taken; null if none is needed
   */
  public NotifyExchange(CachingConnectionFactory connections) {
    this.connections = connections;
    this.template = connections == null ? null : new RabbitTemplate(connections);
  }

  /**
   * Publishes an event, and returns once the broker has it in a queue.
   *
   * @throws IllegalStateException if it has not; the message says why
   */
  public void publish(
      @ExchangeProperty("target") Target target,
      @ExchangeProperty("event") Event event,
      @Header(Event.SIGNATURE) String signature) {
    String exchange = target.settings().exchange().orElseThrow();
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .contentType(Event.CONTENT_TYPE)
            .deliveryMode(PERSISTENT)
            .messageId(event.id())
            .headers(signature == null ? Map.of() : Map.of(Event.SIGNATURE, signature))
            .build();
    boolean taken;
    try {
      taken =
          Boolean.TRUE.equals(
              template.execute(
                  proxy -> isTaken(BrokerConnection.itself(proxy), exchange, event, properties)));
    } catch (AmqpException | ShutdownSignalException | IllegalStateException e) {
      throw new IllegalStateException(BrokerFailures.reason(e), e);
    }
    if (!taken) {
      throw new IllegalStateException(
          "no queue is bound to the exchange %s for %s".formatted(exchange, event.topic()));
    }
  }

  /** The broker gives back what it has no queue for, before it confirms or refuses that. */
  private static boolean isTaken(
      Channel channel, String exchange, Event event, AMQP.BasicProperties properties)
      throws Exception {
    AtomicBoolean returned = new AtomicBoolean();
    ReturnListener listener = (code, text, from, key, back, body) -> returned.set(true);
    channel.addReturnListener(listener);
    try {
      channel.basicPublish(exchange, event.topic(), true, properties, event.bytes());
      return channel.waitForConfirms(CONFIRM_MILLIS) && !returned.get();
    } catch (TimeoutException e) {
      channel.abort(); // a confirmation that comes late is none of the next event
      throw new IOException("the broker confirms no message in time", e);
    } finally {
      channel.removeReturnListener(listener);
    }
  }

  @Override
  public void close() {
    if (connections != null) {
      connections.destroy();
    }
  }
}

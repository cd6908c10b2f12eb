// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.concertim.view.store.StoreJson;
import io.concertim.view.text.Sha256;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Records messages that cannot be understood in a queue of their own: {@code {"at":…,"from":
 * "exchange/routing key","size":…,"sha256":…,"reason":…}}; the body only if the operator asks for
 * it, since bodies contain live tokens.
 */
public final class DeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
  private static final long CONFIRM_MILLIS = 5_000;
  private static final AMQP.BasicProperties RECORD =
      new AMQP.BasicProperties.Builder().contentType("application/json").deliveryMode(2).build();

  private final RabbitTemplate template;
  private final String queue;
  private final boolean bodies;
  private final Clock clock;
  private final Counter recorded;
  private final Counter lost;
  private volatile boolean losing;

  /**
   * @param connections on which the broker confirms what it has taken
   * @param queue where the records go
   * @param bodies whether they hold the bodies, in base64
   */
  public DeadLetters(
      ConnectionFactory connections,
      String queue,
      boolean bodies,
      Clock clock,
      MeterRegistry meters) {
    this.template = new RabbitTemplate(connections);
    this.queue = queue;
    this.bodies = bodies;
    this.clock = clock;
    this.recorded = letters(meters, "recorded");
    this.lost = letters(meters, "lost");
  }

  private static Counter letters(MeterRegistry meters, String outcome) {
    return Counter.builder("view.queue.dead.letters")
        .description("messages that could not be understood, by outcome of their record")
        .tag("outcome", outcome)
        .register(meters);
  }

  /** Records one message, and logs it. */
  public void record(
      @Body byte[] body,
      @ExchangeProperty("from") String from,
      @ExchangeProperty("leftOut") LeftOutBody leftOut,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    Map<String, Object> letter = letter(body, from, leftOut, failure);
    LOG.warn(
        "a message of {} with {} bytes cannot be understood, {}; sha256 {}",
        from,
        letter.get("size"),
        failure.getMessage(),
        letter.get("sha256"));
    try {
      send(bytes(letter));
      recorded.increment();
      losing = false;
    } catch (AmqpException
        | ShutdownSignalException
        | IllegalStateException
        | JsonProcessingException e) {
      lost.increment();
      if (!losing) {
        LOG.warn(
            "records of such messages cannot be sent to {}: {}", queue, BrokerFailures.reason(e));
      }
      losing = true;
    }
  }

  private Map<String, Object> letter(
      byte[] body, String from, LeftOutBody leftOut, Exception failure) {
    Map<String, Object> letter = new LinkedHashMap<>();
    letter.put("at", clock.instant().toString());
    letter.put("from", from);
    letter.put("size", leftOut == null ? body.length : leftOut.size());
    letter.put("sha256", leftOut == null ? Sha256.hex(body) : leftOut.sha256());
    letter.put("reason", failure.getMessage());
    if (bodies && leftOut == null) {
      letter.put("body", Base64.getEncoder().encodeToString(body));
    }
    return letter;
  }

  /** With what could steer a terminal escaped: others' names stand in it. */
  static byte[] bytes(Map<String, Object> letter) throws JsonProcessingException {
    return StoreJson.MAPPER.writeValueAsBytes(letter);
  }

  /** Returns once the broker has the record. */
  private void send(byte[] record) {
    template.execute(
        proxy -> {
          Channel channel = BrokerConnection.itself(proxy);
          channel.basicPublish("", queue, RECORD, record);
          channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
          return null;
        });
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import io.concertim.view.queue.ReadRequest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what came over one channel, so that many messages are made durable at once (decision
 * D12). Each message is acknowledged by itself, so that a batch never acknowledges the messages of
 * another one.
 */
public final class AckBatch implements AggregationStrategy {
  private static final Logger LOG = LoggerFactory.getLogger(AckBatch.class);
  private static final String TAGS = "deliveryTags";
  private static final List<String> OUTCOMES = List.of("marked", "dropped", "malformed");

  private final MeterRegistry meters;
  private final Runnable acknowledged;
  private volatile boolean refusing;

  /**
   * @param acknowledged is run whenever messages were acknowledged
   */
  public AckBatch(MeterRegistry meters, Runnable acknowledged) {
    this.meters = meters;
    this.acknowledged = acknowledged;
    OUTCOMES.forEach(this::counter);
  }

  /** Keeps what is needed of the broker's headers, and removes them all. */
  public void receive(Exchange exchange) {
    exchange.setProperty(
        SpringRabbitMQConstants.CHANNEL, BrokerConnection.itself(channelOf(exchange)));
    List<Long> tags = new ArrayList<>();
    tags.add(exchange.getMessage().getHeader(SpringRabbitMQConstants.DELIVERY_TAG, Long.class));
    exchange.setProperty(TAGS, tags);
    exchange.setProperty(
        "from",
        exchange.getMessage().getHeader(SpringRabbitMQConstants.EXCHANGE_NAME, String.class)
            + "/"
            + exchange.getMessage().getHeader(SpringRabbitMQConstants.ROUTING_KEY, String.class));
    exchange.setProperty(
        "compression", exchange.getMessage().getHeader(MessageFrames.COMPRESSION, String.class));
    Long size = exchange.getMessage().getHeader(MessageFrames.SIZE, Long.class);
    if (size != null) {
      exchange.setProperty(
          "leftOut",
          new LeftOutBody(
              size, exchange.getMessage().getHeader(MessageFrames.SHA256, String.class)));
    }
    exchange.getMessage().removeHeaders("*");
  }

  /** The channel, by which messages are gathered. */
  public String channel(Exchange exchange) {
    return Integer.toHexString(System.identityHashCode(channelOf(exchange)));
  }

  private static Channel channelOf(Exchange exchange) {
    return exchange.getProperty(SpringRabbitMQConstants.CHANNEL, Channel.class);
  }

  /** Counts what became of a message. */
  public void count(Exchange exchange, @ExchangeProperty("from") String from) {
    List<ReadRequest> requests = requests(exchange);
    LOG.debug("{}: {}", from, requests.isEmpty() ? "does not concern us" : requests);
    counter(
            exchange.getProperty(Exchange.EXCEPTION_CAUGHT) != null
                ? "malformed"
                : requests.isEmpty() ? "dropped" : "marked")
        .increment();
  }

  private Counter counter(String outcome) {
    return Counter.builder("view.queue.notifications")
        .description("messages of the cloud, by outcome")
        .tag("outcome", outcome)
        .register(meters);
  }

  @Override
  public Exchange aggregate(Exchange oldExchange, Exchange newExchange) {
    List<ReadRequest> requests = requests(newExchange);
    if (oldExchange == null) {
      newExchange.getMessage().setBody(new ArrayList<>(requests));
      return newExchange;
    }
    requests(oldExchange).addAll(requests);
    tags(oldExchange).addAll(tags(newExchange));
    return oldExchange;
  }

  @SuppressWarnings("unchecked")
  private static List<Long> tags(Exchange exchange) {
    return exchange.getProperty(TAGS, List.class);
  }

  /** The read requests of a message that makes none: it is malformed, or does not concern us. */
  @SuppressWarnings("unchecked")
  private static List<ReadRequest> requests(Exchange exchange) {
    return exchange.getMessage().getBody() instanceof List<?> requests
        ? (List<ReadRequest>) requests
        : List.of();
  }

  /** Tells the broker that the messages are safe here. */
  public void acknowledge(Exchange exchange) {
    refusing = false;
    answer(exchange, (channel, tag) -> channel.basicAck(tag, false));
    acknowledged.run();
  }

  /** The messages are not safe here, so the broker is to send them again. */
  public void refuse(
      Exchange exchange, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    if (!refusing) {
      LOG.error(
          "read requests cannot be stored, so the broker keeps the messages until they can: {}",
          failure.toString());
    }
    refusing = true;
    answer(exchange, (channel, tag) -> channel.basicNack(tag, false, true));
  }

  private interface Answer {
    void of(Channel channel, long tag) throws IOException;
  }

  private static void answer(Exchange exchange, Answer answer) {
    Channel channel = channelOf(exchange);
    if (!channel.isOpen()) {
      LOG.debug("the channel is closed, so the broker sends its messages again");
      return;
    }
    try {
      for (long tag : tags(exchange)) {
        answer.of(channel, tag);
      }
    } catch (AlreadyClosedException | IOException e) {
      LOG.debug("the channel was closed meanwhile, so the broker sends its messages again", e);
    }
  }
}

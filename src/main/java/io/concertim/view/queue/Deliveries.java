package io.concertim.view.queue;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what came over one channel, so that many messages are made durable at once (design D12).
 * Each is acknowledged for itself, so that no batch can answer for the messages of another.
 */
public final class Deliveries implements AggregationStrategy {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final String TAGS = "deliveryTags";
  private static final List<String> OUTCOMES = List.of("marked", "dropped", "malformed");

  private final MeterRegistry meters;
  private volatile boolean refusing;

  public Deliveries(MeterRegistry meters) {
    this.meters = meters;
    OUTCOMES.forEach(this::counter);
  }

  /** Keeps what is needed of the broker's headers, none of which goes further. */
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
  public void count(
      Exchange exchange, @ExchangeProperty("from") String from, @Body List<Mark> marks) {
    LOG.debug("{}: {}", from, marks.isEmpty() ? "does not concern us" : marks);
    counter(
            exchange.getProperty(Exchange.EXCEPTION_CAUGHT) != null
                ? "malformed"
                : marks.isEmpty() ? "dropped" : "marked")
        .increment();
  }

  private Counter counter(String outcome) {
    return Counter.builder("view.queue.notifications")
        .description("messages of the cloud, by what came of them")
        .tag("outcome", outcome)
        .register(meters);
  }

  @Override
  public Exchange aggregate(Exchange oldExchange, Exchange newExchange) {
    List<Mark> marks = marks(newExchange);
    if (oldExchange == null) {
      newExchange.getMessage().setBody(new ArrayList<>(marks));
      return newExchange;
    }
    marks(oldExchange).addAll(marks);
    tags(oldExchange).addAll(tags(newExchange));
    return oldExchange;
  }

  @SuppressWarnings("unchecked")
  private static List<Long> tags(Exchange exchange) {
    return exchange.getProperty(TAGS, List.class);
  }

  @SuppressWarnings("unchecked")
  private static List<Mark> marks(Exchange exchange) {
    return exchange.getMessage().getBody(List.class);
  }

  /** Tells the broker that the messages are safe here. */
  public void acknowledge(Exchange exchange) {
    refusing = false;
    answer(exchange, (channel, tag) -> channel.basicAck(tag, false));
  }

  /** The messages are not safe here, so the broker is to send them again. */
  public void refuse(
      Exchange exchange, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    if (!refusing) {
      LOG.error(
          "marks cannot be stored, so the broker keeps the messages until they can: {}",
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
    try {
      for (long tag : tags(exchange)) {
        answer.of(channel, tag);
      }
    } catch (AlreadyClosedException | IOException e) {
      LOG.debug("the channel is closed, so the broker sends its messages again", e);
    }
  }
}

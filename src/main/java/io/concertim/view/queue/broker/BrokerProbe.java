// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.concertim.view.config.RabbitMqConfig;
import io.concertim.view.source.http.CertificateDates;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/**
 * Looks at the broker without changing anything. It tests permissions with a binding and a routing
 * key that do not exist, since the broker checks permissions first.
 */
public final class BrokerProbe implements AutoCloseable {
  private static final long CONFIRM_MILLIS = 5_000;

  private final Connection connection;
  private final String user;

  private BrokerProbe(Connection connection, String user) {
    this.connection = connection;
    this.user = user;
  }

  /**
   * Signs in.
   *
   * @throws IOException if that fails, with what to do
   * @throws GeneralSecurityException if the certificates cannot be used
   */
  public static BrokerProbe connect(RabbitMqConfig config)
      throws IOException, GeneralSecurityException {
    try {
      return new BrokerProbe(
          BrokerConnection.of(config, new CertificateDates())
              .getRabbitConnectionFactory()
              .newConnection("concertim-view"),
          config.username());
    } catch (IOException | TimeoutException e) {
      throw new IOException(BrokerFailures.connecting(e), e);
    }
  }

  /** What the broker says of itself: its name and version. */
  public String version() {
    return connection.getServerProperties().get("product")
        + " "
        + connection.getServerProperties().get("version");
  }

  /**
   * A queue of the broker.
   *
   * @param messages those that wait in it
   * @param consumers how many programs take messages from it
   */
  public record FoundQueue(long messages, int consumers) {}

  /**
   * Looks at a queue; empty if it is not there.
   *
   * @throws IOException if the broker refuses to say, with what to do
   */
  public Optional<FoundQueue> queue(String name) throws IOException {
    try {
      AMQP.Queue.DeclareOk found = on(channel -> channel.queueDeclarePassive(name));
      return Optional.of(new FoundQueue(found.getMessageCount(), found.getConsumerCount()));
    } catch (IOException e) {
      throwUnlessAbsent(e);
      return Optional.empty();
    }
  }

  /**
   * Whether an exchange is there.
   *
   * @throws IOException if the broker refuses to say, with what to do
   */
  public boolean hasExchange(String exchange) throws IOException {
    try {
      on(channel -> channel.exchangeDeclarePassive(exchange));
      return true;
    } catch (IOException e) {
      throwUnlessAbsent(e);
      return false;
    }
  }

  /** Why the queue may not be bound to the exchange; empty if it may. */
  public Optional<String> whyNotBound(String queue, String exchange) {
    return refusal(channel -> channel.queueUnbind(queue, exchange, nobodys()));
  }

  /** Why no message may be put into a queue by its name, as dead letters are; empty if it may. */
  public Optional<String> whyNotSent() {
    return refusal(
        channel -> {
          channel.confirmSelect();
          channel.basicPublish("", nobodys(), null, new byte[0]);
          try {
            return channel.waitForConfirms(CONFIRM_MILLIS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the broker was asked", e);
          } catch (TimeoutException e) {
            throw new IOException("the broker confirms no message in time", e);
          }
        });
  }

  /** A name that no queue or binding has. */
  private static String nobodys() {
    return "concertim-view.check." + UUID.randomUUID();
  }

  private Optional<String> refusal(Step<?> step) {
    try {
      on(step);
      return Optional.empty();
    } catch (IOException | ShutdownSignalException e) {
      String reason = BrokerFailures.reason(e);
      return reason.contains("403")
          ? Optional.of(reason + BrokerFailures.permissionAdvice(reason, user))
          : Optional.empty(); // it is not there, but might be used
    }
  }

  private void throwUnlessAbsent(IOException failure) throws IOException {
    String reason = BrokerFailures.reason(failure);
    if (!reason.contains("404") && !reason.contains("NOT_FOUND")) {
      throw new IOException(reason + BrokerFailures.permissionAdvice(reason, user), failure);
    }
  }

  private interface Step<T> {
    T on(Channel channel) throws IOException;
  }

  /** On a channel of its own, as the broker closes one on which something failed. */
  private <T> T on(Step<T> step) throws IOException {
    Channel channel = connection.createChannel();
    try {
      return step.on(channel);
    } finally {
      if (channel.isOpen()) {
        channel.abort();
      }
    }
  }

  @Override
  public void close() {
    connection.abort();
  }
}

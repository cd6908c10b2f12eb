// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import io.concertim.view.config.RabbitMqConfig;
import io.concertim.view.config.Tls;
import io.concertim.view.queue.Envelope;
import io.concertim.view.source.http.CertificateDates;
import io.concertim.view.source.http.ServerTrust;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ChannelProxy;

/** How the broker is reached, from the block {@code rmq}. */
public final class BrokerConnection {
  private static final int HEARTBEAT_SECONDS = 10;
  private static final int CONNECT_MILLIS = 5_000;

  private BrokerConnection() {}

  /**
   * A separate connection for what is sent, which the broker confirms. If the broker runs out of
   * memory and blocks it, acknowledgements still pass.
   *
   * @throws GeneralSecurityException if the certificates cannot be used
   */
  public static CachingConnectionFactory confirming(RabbitMqConfig config, CertificateDates dates)
      throws GeneralSecurityException, IOException {
    CachingConnectionFactory connections = of(config, dates);
    connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.SIMPLE);
    return connections;
  }

  /**
   * The connection, which is opened when it is first used and whenever it was lost.
   *
   * @param dates where it is noted when the broker's certificates end
   * @throws GeneralSecurityException if the certificates cannot be used
   */
  public static CachingConnectionFactory of(RabbitMqConfig config, CertificateDates dates)
      throws GeneralSecurityException, IOException {
    ConnectionFactory rabbit = new BoundedConnectionFactory(Envelope.LONGEST_BODY);
    rabbit.setHost(config.address());
    rabbit.setPort(config.port());
    rabbit.setVirtualHost(config.virtualHost());
    rabbit.setUsername(config.username());
    rabbit.setPassword(config.password().reveal());
    rabbit.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    rabbit.setConnectionTimeout(CONNECT_MILLIS);
    rabbit.setAutomaticRecoveryEnabled(false); // the listener container does that
    if (config.tls().isPresent()) {
      RabbitMqConfig.Encryption encryption = config.tls().get();
      Tls trust = encryption.trust();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          encryption.client().isPresent() ? ClientKeys.of(encryption.client().get()) : null,
          new TrustManager[] {ServerTrust.of("rmq", trust, dates)},
          null);
      // Not by useSslProtocol, which in newer clients wants the host's name in any certificate.
      rabbit.setSocketFactory(context.getSocketFactory());
      if (!trust.insecure() && trust.pinnedSha256().isEmpty()) {
        rabbit.enableHostnameVerification();
      }
    }
    CachingConnectionFactory connections = new CachingConnectionFactory(rabbit);
    connections.setConnectionNameStrategy(factory -> "concertim-view");
    return connections;
  }

  /**
   * The channel behind a proxy of Spring's; the proxy itself if the channel is closed already. When
   * the channel is closed, the proxy opens another one for all but answers to messages, on which
   * the old delivery tags and confirmations mean nothing.
   */
  public static Channel itself(Channel channel) {
    return channel instanceof ChannelProxy proxy && proxy.getTargetChannel() != null
        ? proxy.getTargetChannel()
        : channel;
  }
}

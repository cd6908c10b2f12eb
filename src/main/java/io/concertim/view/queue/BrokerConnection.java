package io.concertim.view.queue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import io.concertim.view.config.RabbitMqConfig;
import io.concertim.view.config.Tls;
import io.concertim.view.source.ServerTrust;
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
   * A connection of its own for what is sent, which the broker confirms: one that it blocks, as its
   * memory runs out, blocks no acknowledgement.
   *
   * @throws GeneralSecurityException if the certificates cannot be used
   */
  public static CachingConnectionFactory confirming(RabbitMqConfig config)
      throws GeneralSecurityException, IOException {
    CachingConnectionFactory connections = of(config);
    connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.SIMPLE);
    return connections;
  }

  /**
   * The connection, which is opened when it is first used and whenever it was lost.
   *
   * @throws GeneralSecurityException if the certificates cannot be used
   */
  public static CachingConnectionFactory of(RabbitMqConfig config)
      throws GeneralSecurityException, IOException {
    ConnectionFactory rabbit = new ConnectionFactory();
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
          new TrustManager[] {ServerTrust.of("rmq", trust)},
          null);
      rabbit.useSslProtocol(context);
      if (!trust.insecure() && trust.pinnedSha256().isEmpty()) {
        rabbit.enableHostnameVerification();
      }
    }
    CachingConnectionFactory connections = new CachingConnectionFactory(rabbit);
    connections.setConnectionNameStrategy(factory -> "concertim-view");
    return connections;
  }

  /**
   * The channel behind a proxy of Spring's. Once it is closed the proxy opens another, on which
   * delivery tags mean other messages or none, and nothing waits to be confirmed.
   */
  static Channel itself(Channel channel) {
    return channel instanceof ChannelProxy proxy && proxy.getTargetChannel() != null
        ? proxy.getTargetChannel()
        : channel;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Sends notifications as the cloud's services do: to exchanges of their own that do not last. */
public final class Publisher implements AutoCloseable {
  public static final List<String> EXCHANGES =
      List.of("nova", "heat", "neutron", "keystone", "openstack");

  private final Connection connection;
  private final Channel channel;

  public Publisher(String host, int port, String virtualHost) throws IOException {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(host);
    factory.setPort(port);
    factory.setVirtualHost(virtualHost);
    try {
      connection = factory.newConnection("lab");
      channel = connection.createChannel();
    } catch (TimeoutException e) {
      throw new IOException(e);
    }
  }

  /** Makes the exchanges, and beside them the queue that belongs to telemetry. */
  public Publisher declareExchanges() throws IOException {
    channel.queueDeclare("notifications.info", false, false, false, null);
    for (String exchange : EXCHANGES) {
      channel.exchangeDeclare(exchange, "topic", false);
      channel.queueBind("notifications.info", exchange, "notifications.info");
    }
    return this;
  }

  /** Sends one, to the exchange and with the routing key that belong to it. */
  public void send(LabNotification notification) throws IOException {
    send(notification.exchange(), "notifications.info", notification.body());
  }

  public void send(String exchange, String routingKey, String body) throws IOException {
    send(exchange, routingKey, body.getBytes(StandardCharsets.UTF_8));
  }

  public void send(String exchange, String routingKey, byte[] body) throws IOException {
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .contentType("application/json")
            .contentEncoding("utf-8")
            .deliveryMode(2)
            .build();
    synchronized (channel) {
      channel.basicPublish(exchange, routingKey, properties, body);
    }
  }

  /** For what a test does with the broker itself. */
  public Channel channel() {
    return channel;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}

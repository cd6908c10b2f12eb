// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import com.rabbitmq.client.AMQP;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.Mutations;
import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** What somebody may publish who may publish notifications. */
final class HostileMessages {
  private final Publisher publisher;
  private final Random random;
  private final String template;

  HostileMessages(Publisher publisher, Random random, String template) {
    this.publisher = publisher;
    this.random = random;
    this.template = template;
  }

  void next() throws IOException {
    String id = UUID.randomUUID().toString();
    switch (random.nextInt(9)) {
      case 0 -> send(Map.of(), bytes(random.nextInt(5000)));
      case 1 -> send(Map.of(), new byte[3 << 20]);
      case 2 -> send(nested(random.nextInt(200)), known(id));
      case 3 -> send(Map.of(), known("../../" + template));
      case 4 -> send(Map.of(), known("x".repeat(9000)));
      case 5 -> send(Map.of(), text("network.create.end", networks(500)));
      case 6 -> send(Map.of(), text("a\\nb\\u001b[2J\\u202e" + template, "{}"));
      case 7 ->
          send(Map.of("CamelHttpUri", template, "compression", "application/x-bz2"), known(id));
      default -> send(Map.of(), Mutations.of(known(id), random));
    }
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] known(String id) {
    return LabNotification.server("update", id, "active").body().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] text(String type, String payload) {
    return ("{\"event_type\":\"" + type + "\",\"payload\":" + payload + "}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String networks(int count) {
    StringBuilder networks = new StringBuilder("{\"networks\":[");
    for (int i = 0; i < count; i++) {
      networks.append(i == 0 ? "" : ",").append("{\"id\":\"").append(UUID.randomUUID());
      networks.append("\"}");
    }
    return networks.append("]}").toString();
  }

  private static Map<String, Object> nested(int levels) {
    Map<String, Object> table = Map.of("a", "b");
    for (int i = 0; i < levels; i++) {
      table = Map.of("a", table);
    }
    return table;
  }

  private void send(Map<String, Object> headers, byte[] body) throws IOException {
    AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().headers(headers).build();
    synchronized (publisher.channel()) {
      publisher.channel().basicPublish("nova", "notifications.info", properties, body);
    }
  }
}

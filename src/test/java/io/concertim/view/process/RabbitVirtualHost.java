// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A virtual host of a test's own on the RabbitMQ of this machine; gone when it is closed. */
final class RabbitVirtualHost implements AutoCloseable {
  static final int PORT = 5672;
  private final String name = "concertim-test-" + UUID.randomUUID();
  private final List<String> users = new ArrayList<>();

  private RabbitVirtualHost() throws IOException {
    control("add_vhost", name);
    control("set_permissions", "-p", name, "guest", ".*", ".*", ".*");
  }

  /** Skips the test, and says so, where there is no RabbitMQ that we may administer. */
  static RabbitVirtualHost make() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT), 1000);
    } catch (IOException e) {
      Assumptions.abort("no RabbitMQ listens on 127.0.0.1:" + PORT);
    }
    try {
      control("version");
    } catch (IOException e) {
      Assumptions.abort("rabbitmqctl does not work here: " + e.getMessage());
    }
    return new RabbitVirtualHost();
  }

  String name() {
    return name;
  }

  Publisher publisher() throws IOException {
    return new Publisher("127.0.0.1", PORT, name);
  }

  /** A user with these permissions in this virtual host; its password is its name. */
  String user(String configure, String write, String read) throws IOException {
    String user = "concertim-" + UUID.randomUUID();
    users.add(user);
    control("add_user", user, user);
    control("set_permissions", "-p", name, user, configure, write, read);
    return user;
  }

  static String control(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("rabbitmqctl", "-q"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(command + ": " + printed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return printed;
  }

  @Override
  public void close() throws IOException {
    control("delete_vhost", name);
    for (String user : users) {
      control("delete_user", user);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.configuration.IllegalConfigurationException;
import org.apache.qpid.server.model.SystemConfig;

/**
 * An AMQP broker in this process, where no RabbitMQ is to hand. It refuses RabbitMQ's arguments of
 * queues, so a configuration for it bounds none.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final String VIRTUAL_HOST = "lab";

  private final SystemLauncher launcher = new SystemLauncher();
  private final int port;

  private EmbeddedBroker(int port) {
    this.port = port;
  }

  /** Starts one on a free port of loopback, with the user guest. */
  public static EmbeddedBroker start() {
    try {
      EmbeddedBroker broker = new EmbeddedBroker(freePort());
      Path configuration = Files.createTempFile("broker", ".json");
      Files.writeString(configuration, broker.configuration());
      Map<String, Object> attributes = new HashMap<>();
      attributes.put(SystemConfig.TYPE, "Memory");
      attributes.put(SystemConfig.INITIAL_CONFIGURATION_LOCATION, configuration.toUri().toString());
      attributes.put(SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT, false);
      try {
        broker.launcher.startup(attributes);
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalConfigurationException("the broker does not start", e);
      }
      return broker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private String configuration() {
    return """
    {
      "name": "lab", "modelVersion": "9.0",
      "authenticationproviders": [
        {"name": "plain", "type": "Plain", "secureOnlyMechanisms": [],
         "users": [{"name": "guest", "password": "guest", "type": "managed"}]}],
      "ports": [
        {"name": "AMQP", "port": %d, "bindingAddress": "127.0.0.1",
         "authenticationProvider": "plain", "protocols": ["AMQP_0_9_1"],
         "virtualhostaliases": [{"name": "default", "type": "defaultAlias"},
                                {"name": "name", "type": "nameAlias"}]}],
      "virtualhostnodes": [
        {"name": "%s", "type": "Memory", "defaultVirtualHostNode": true,
         "virtualHostInitialConfiguration": "{\\"type\\": \\"Memory\\"}"}]
    }
    """
        .formatted(port, VIRTUAL_HOST);
  }

  public int port() {
    return port;
  }

  public String virtualHost() {
    return VIRTUAL_HOST;
  }

  /** Sends as the cloud's services do; their exchanges are there. */
  public Publisher publisher() {
    try {
      return new Publisher("127.0.0.1", port, VIRTUAL_HOST).declareExchanges();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The configuration with this broker as the message queue. */
  public LabConfig configure(LabConfig config) {
    return config
        .set("rmq.rmq_port", port)
        .set("rmq.rmq_path", VIRTUAL_HOST)
        .set("view.queue", Map.of("max_length", 0));
  }

  @Override
  public void close() {
    launcher.shutdown();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A RabbitMQ of a test's own, which may be stopped and started: the one of this machine serves
 * others. It also listens with TLS, to clients that show a certificate of its authority.
 */
final class RabbitNode implements AutoCloseable {
  private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

  private final Path folder;
  private final int port = freePort();
  private final int tlsPort = freePort();
  private final int clusterPort = freePort();
  private Process process;

  private RabbitNode(Path folder) throws IOException {
    this.folder = folder;
  }

  /** Skips the test, and says so, where RabbitMQ or openssl is not installed. */
  static RabbitNode make(Path folder) throws IOException {
    Assumptions.assumeTrue(
        Files.isExecutable(SERVER),
        "skipped: there is no " + SERVER + " (Debian: rabbitmq-server)");
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/openssl")), "skipped: there is no openssl");
    RabbitNode node = new RabbitNode(Files.createDirectories(folder));
    node.makeCertificates();
    node.configure();
    return node.start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void makeCertificates() throws IOException {
    run(
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test-ca -keyout ca.key"
            + " -out ca.pem");
    certificate("server", "subjectAltName=IP:127.0.0.1");
    certificate("client", "extendedKeyUsage=clientAuth");
  }

  private void certificate(String name, String extension) throws IOException {
    Files.writeString(folder.resolve(name + ".ext"), extension);
    run(
        "openssl req -newkey rsa:2048 -nodes -subj /CN=%1$s -keyout %1$s.key -out %1$s.csr"
            .formatted(name));
    run(
        "openssl x509 -req -days 2 -CA ca.pem -CAkey ca.key -CAcreateserial -in %1$s.csr -out %1$s.pem -extfile %1$s.ext"
            .formatted(name));
  }

  private void run(String command) throws IOException {
    Process tool =
        new ProcessBuilder(command.split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (tool.waitFor() != 0) {
        throw new IOException(command + ": " + printed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private void configure() throws IOException {
    Files.writeString(folder.resolve("plugins"), "[].");
    Files.writeString(
        folder.resolve("rabbitmq.conf"),
        """
        heartbeat = 5
        listeners.tcp.1 = 127.0.0.1:%d
        listeners.ssl.1 = 127.0.0.1:%d
        ssl_options.cacertfile = %3$s/ca.pem
        ssl_options.certfile = %3$s/server.pem
        ssl_options.keyfile = %3$s/server.key
        ssl_options.verify = verify_peer
        ssl_options.fail_if_no_peer_cert = true
        """
            .formatted(port, tlsPort, folder));
  }

  /** Starts it, and waits until it listens. */
  RabbitNode start() throws IOException {
    ProcessBuilder server = new ProcessBuilder(SERVER.toString());
    server
        .environment()
        .putAll(
            Map.of(
                "RABBITMQ_NODENAME", "concertim-test-" + port + "@localhost",
                "RABBITMQ_DIST_PORT", Integer.toString(clusterPort),
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                    "-kernel inet_dist_use_interface {127,0,0,1}",
                "RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString(),
                "RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("plugins").toString(),
                "RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString(),
                "RABBITMQ_LOG_BASE", folder.resolve("log").toString(),
                "HOME", folder.toString()));
    process =
        server.redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile()).start();
    await().atMost(180, SECONDS).until(() -> listens(port) && listens(tlsPort));
    return this;
  }

  private boolean listens(int wanted) {
    if (!process.isAlive()) {
      throw new AssertionError("RabbitMQ does not start, see " + folder.resolve("out"));
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  int port() {
    return port;
  }

  int tlsPort() {
    return tlsPort;
  }

  /** One of its files: {@code ca.pem}, {@code client.pem} or {@code client.key}. */
  Path file(String name) {
    return folder.resolve(name);
  }

  Publisher publisher() throws IOException {
    return new Publisher("127.0.0.1", port, "/").declareExchanges();
  }

  /** Sends SIGKILL. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Stops it as an operator would. */
  void stop() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }
}

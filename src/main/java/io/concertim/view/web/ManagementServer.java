// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A small HTTP server on threads of its own, so that requests never delay the services. */
public final class ManagementServer implements AutoCloseable {
  private static final int THREADS = 32;

  static {
    // Seconds. A client that sends or receives slowly must not keep a thread. The JDK's server
    // reads these properties once.
    System.setProperty("sun.net.httpserver.maxReqTime", "2");
    System.setProperty("sun.net.httpserver.maxRspTime", "60");
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads;

  /**
   * Starts to listen.
   *
   * @throws IOException if the address does not belong to this host or is in use
   */
  ManagementServer(InetSocketAddress address, Map<String, Endpoint> endpoints) throws IOException {
    if (address.isUnresolved()) {
      throw new IOException("no such host: " + address.getHostString());
    }
    server = HttpServer.create(address, 0);
    threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "management");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", new RequestHandler(new HostCheck(address), endpoints));
    server.start();
  }

  /** The server's address, such as {@code http://127.0.0.1:9464/}. */
  public String url() {
    InetSocketAddress address = server.getAddress();
    String host = address.getHostString();
    return "http://%s:%s/"
        .formatted(host.contains(":") ? "[" + host + "]" : host, address.getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands before a broker, and breaks a connection over which a certain text comes. */
public final class CuttingProxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CuttingProxy.class);

  private final ServerSocket server;
  private final int target;
  private final String poison;
  private final AtomicInteger cuts = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "cutting-proxy");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param target port of the broker, on loopback
   * @param poison breaks the connection when the broker sends it
   */
  public CuttingProxy(int target, String poison) {
    this.target = target;
    this.poison = poison;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** How many connections it broke. */
  public int cuts() {
    return cuts.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
        threads.execute(() -> pass(client, broker, false));
        threads.execute(() -> pass(broker, client, true));
      } catch (IOException e) {
        LOG.debug("closed, or a connection that came to nothing", e);
      }
    }
  }

  private void pass(Socket from, Socket to, boolean watched) {
    byte[] bytes = new byte[1 << 16];
    String seen = "";
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int length = in.read(bytes); length > 0; length = in.read(bytes)) {
        seen += new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        if (watched && seen.contains(poison)) {
          cuts.incrementAndGet();
          return;
        }
        seen = seen.substring(Math.max(0, seen.length() - poison.length()));
        out.write(bytes, 0, length);
        out.flush();
      }
    } catch (IOException e) {
      LOG.debug("the other direction has ended", e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}

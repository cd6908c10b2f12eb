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

/**
 * The network between a client and a server of this machine, which may be cut. As with a real
 * network nobody is told: what is sent arrives once the link is joined, if it is still wanted. A
 * connection over which the server sends a certain text may be broken instead.
 */
public final class NetworkLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkLink.class);

  private final ServerSocket server;
  private final AtomicInteger breaks = new AtomicInteger();
  private volatile int target;
  private volatile String poison;
  private final Gate towards = new Gate();
  private final Gate back = new Gate();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "network-link");
            thread.setDaemon(true);
            return thread;
          });

  /** One direction, in which things pass or wait. */
  private static final class Gate {
    private boolean isCut;

    synchronized void cut(boolean cut) {
      isCut = cut;
      notifyAll();
    }

    synchronized void pass() throws InterruptedException {
      while (isCut) {
        wait();
      }
    }
  }

  /**
   * @param target port of the server, on loopback
   */
  public NetworkLink(int target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** From now on new connections go to another server. */
  public void leadTo(int port) {
    target = port;
  }

  /** From now on a connection breaks when the server sends this text over it. */
  public void breakAt(String text) {
    poison = text;
  }

  /** How many connections broke at that text. */
  public int breaks() {
    return breaks.get();
  }

  /** What the client has to connect to. */
  public int port() {
    return server.getLocalPort();
  }

  /** Neither side hears of the other any more. */
  public void cut() {
    cutTowards();
    cutBack();
  }

  /** The server does not hear of the client any more. */
  public void cutTowards() {
    towards.cut(true);
  }

  /** The client does not hear of the server any more. */
  public void cutBack() {
    back.cut(true);
  }

  public void join() {
    towards.cut(false);
    back.cut(false);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        threads.execute(() -> connect(client));
      } catch (IOException e) {
        LOG.debug("closed, or a connection that came to nothing", e);
      }
    }
  }

  private void connect(Socket client) {
    try {
      towards.pass();
      back.pass();
      Socket connected = new Socket(InetAddress.getLoopbackAddress(), target);
      threads.execute(() -> pass(client, connected, towards, false));
      threads.execute(() -> pass(connected, client, back, true));
    } catch (IOException e) {
      LOG.debug("the server refuses", e);
      close(client);
    } catch (InterruptedException e) {
      close(client);
      Thread.currentThread().interrupt();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closed already", e);
    }
  }

  private void pass(Socket from, Socket to, Gate gate, boolean isOfTheServer) {
    byte[] bytes = new byte[1 << 16];
    String end = "";
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int length = in.read(bytes); length > 0; length = in.read(bytes)) {
        gate.pass();
        if (isOfTheServer && poison != null) {
          String sent = end + new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
          if (sent.contains(poison)) {
            breaks.incrementAndGet();
            return;
          }
          end = sent.substring(Math.max(0, sent.length() - poison.length()));
        }
        out.write(bytes, 0, length);
        out.flush();
      }
      gate.pass();
    } catch (IOException e) {
      LOG.debug("the other direction has ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}

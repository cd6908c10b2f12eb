// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import io.concertim.view.web.ManagementServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the management address, and tries again for as long as another process has it: the view
 * matters more than the look at it.
 */
final class ManagementListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ManagementListener.class);

  private final InetSocketAddress address;
  private final Opening opening;
  private ManagementServer server;
  private boolean isClosed;

  /** Opens the address. */
  interface Opening {
    ManagementServer open(InetSocketAddress address) throws IOException;
  }

  ManagementListener(InetSocketAddress address, Opening opening) {
    this.address = address;
    this.opening = opening;
  }

  /**
   * Opens the address, now or as soon as it is free.
   *
   * @param pause between two tries
   */
  void start(Duration pause) {
    try {
      open();
    } catch (IOException e) {
      LOG.warn(
          "view.management: cannot listen on {} ({}): this process goes on without console, HTTP"
              + " API, health and metrics, and tries again every {} s; name another address, or"
              + " off",
          address,
          e.getMessage(),
          pause.toSeconds());
      openAfter(pause);
    }
  }

  private void openAfter(Duration pause) {
    CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              try {
                open();
              } catch (IOException e) {
                LOG.debug("{} still cannot be listened on: {}", address, e.getMessage());
                openAfter(pause);
              }
            });
  }

  private synchronized void open() throws IOException {
    if (!isClosed) {
      server = opening.open(address);
      LOG.info("console, HTTP API, health and metrics are at {}", server.url());
    }
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    if (server != null) {
      server.close();
    }
  }
}

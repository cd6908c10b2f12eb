// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import io.concertim.view.config.ConfigFile;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.web.ManagementServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;

/** The management server of a process over a data directory, whose routes do not run. */
public final class LabManagement implements AutoCloseable {
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final ViewBeans beans;
  private final ManagementServer server;

  private LabManagement(LabConfig config, Path folder, int port) throws Exception {
    beans =
        new ViewBeans(
            ProcessName.VIEW_SYNC,
            ConfigFile.load(config.write(folder), Map.of()),
            DataDirectory.open(folder.resolve("data")));
    beans.bind(context);
    context.start();
    server =
        beans
            .management(() -> context)
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /**
   * Serves what syncs of this folder have stored.
   *
   * @param port 0 for any that is free
   */
  public static LabManagement start(LabConfig config, Path folder, int port) throws Exception {
    return new LabManagement(config, folder, port);
  }

  /** With a slash at the end. */
  public String url() {
    return server.url();
  }

  @Override
  public void close() throws IOException {
    server.close();
    context.stop();
    beans.close();
  }
}

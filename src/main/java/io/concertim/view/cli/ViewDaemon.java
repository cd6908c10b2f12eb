package io.concertim.view.cli;

import io.concertim.view.config.CamelProperties;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.config.ViewSettings;
import io.concertim.view.model.view.View;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.web.ManagementServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process on camel-main: the routes, the beans they name, start and stop. */
final class ViewDaemon implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ViewDaemon.class);

  private final Main main = new Main();
  private final ProcessName process;
  private final ViewBeans beans;
  private final ViewConfig config;
  private final DataDirectory directory;
  private ManagementServer server;

  ViewDaemon(
      ProcessName process,
      ViewConfig config,
      DataDirectory directory,
      RouteFiles routes,
      boolean dev)
      throws Exception {
    this.process = process;
    this.config = config;
    this.directory = directory;
    this.beans = new ViewBeans(process, config, directory);
    main.configure().withRoutesIncludePattern(String.join(",", routes.locations()));
    if (dev) {
      main.configure().withRoutesReloadEnabled(true);
      main.configure().withRoutesReloadDirectory(routes.directory().toString());
      main.configure().withRoutesReloadPattern("*.camel.yaml");
      main.configure().withRoutesReloadRemoveAllRoutes(false);
    }
    main.addMainListener(
        new MainListenerSupport() {
          @Override
          public void beforeConfigure(BaseMainSupport support) {
            beans.bind(support.getCamelContext());
          }

          @Override
          public void beforeStop(BaseMainSupport support) {
            beans.stopWriting();
            LogSetup.expectStop();
            beans.stopReading();
          }
        });
  }

  private void properties(boolean daemon) {
    Properties properties = CamelProperties.of(config);
    properties.setProperty("view.dataDirectory", directory.path().toAbsolutePath().toString());
    properties.setProperty("view.daemon", Boolean.toString(daemon));
    properties.setProperty("view.scheduled", Boolean.toString(daemon && process.syncs()));
    properties.setProperty("view.listening", Boolean.toString(daemon && process.listens()));
    properties.forEach((key, value) -> main.addInitialProperty((String) key, (String) value));
  }

  /**
   * Lets others look at the process while it runs.
   *
   * @throws UsageException if the address that the configuration names cannot be used
   */
  void listen() throws UsageException {
    ViewSettings.Management wanted = config.view().management();
    if (wanted.address().isEmpty()) {
      return;
    }
    InetSocketAddress address = wanted.addressOf(process.isQueueOnly()).orElseThrow();
    try {
      server = beans.management(main::getCamelContext).listen(address);
      LOG.info("console, HTTP API, health and metrics are at {}", server.url());
    } catch (IOException e) {
      String failure = "view.management: cannot listen on " + address + " (" + e.getMessage() + ")";
      if (wanted.chosen()) {
        throw new UsageException(failure + ": name another address, or off", e);
      }
      LOG.warn(
          "{}: this process goes on without console, HTTP API, health and metrics; name another"
              + " address, or off",
          failure);
    }
  }

  /** Runs until the process is told to stop. */
  int run() throws Exception {
    properties(true);
    main.run();
    return main.getExitCode();
  }

  /** Runs one sync and returns what it stored; nothing if it failed, which the log tells. */
  Optional<View> once() throws Exception {
    properties(false);
    main.start();
    Exchange sync =
        main.getCamelContext()
            .createProducerTemplate()
            .request("direct:view-sync-guarded", e -> {});
    return Optional.ofNullable(sync.getProperty("view", View.class));
  }

  /** Ends it soon, also when calls of a source that missed its deadline are still going on. */
  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    beans.stopWriting();
    beans.stopReading();
    main.stop();
    beans.close();
  }
}

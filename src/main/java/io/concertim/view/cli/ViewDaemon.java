package io.concertim.view.cli;

import io.concertim.view.config.CamelProperties;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.model.view.View;
import io.concertim.view.store.DataDirectory;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** A process on camel-main: the routes, the beans they name, start and stop. */
final class ViewDaemon implements AutoCloseable {
  private final Main main = new Main();
  private final ProcessName process;
  private final ViewBeans beans;
  private final ViewConfig config;
  private final DataDirectory directory;

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
    beans.stopWriting();
    beans.stopReading();
    main.stop();
    beans.close();
  }
}

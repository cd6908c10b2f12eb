// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import io.concertim.view.config.CamelProperties;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.log.LogSetup;
import io.concertim.view.model.view.View;
import io.concertim.view.store.DataDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/** A process on camel-main: the routes, the beans they name, start and stop. */
public final class ViewDaemon implements AutoCloseable {
  private static final Duration LISTEN_AGAIN = Duration.ofSeconds(10);
  private static final AtomicInteger STARTED = new AtomicInteger();

  private final ObservableMain main = new ObservableMain();
  private final ProcessName process;
  private final ViewBeans beans;
  private final ViewConfig config;
  private final DataDirectory directory;
  private ManagementListener listener;

  public ViewDaemon(
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
    main.addMainListener(
        new MainListenerSupport() {
          @Override
          public void beforeConfigure(BaseMainSupport support) {
            // Quartz keeps its schedulers by this name: two processes in one Java machine share
            // none.
            support
                .getCamelContext()
                .setManagementName("concertim-view-" + STARTED.incrementAndGet());
            beans.bind(support.getCamelContext());
            if (dev) {
              reloadOnSave(support.getCamelContext(), routes.directory());
            }
          }

          @Override
          public void beforeStop(BaseMainSupport support) {
            beans.stopWriting();
            LogSetup.expectStop();
            beans.stopReading();
          }
        });
  }

  private static void reloadOnSave(CamelContext context, Path directory) {
    try {
      context.addService(new RouteReload(directory));
    } catch (Exception e) {
      throw new IllegalStateException("cannot watch " + directory, e);
    }
  }

  private void properties(boolean daemon) {
    Properties properties = CamelProperties.of(config);
    properties.setProperty("view.dataDirectory", directory.path().toAbsolutePath().toString());
    SpoolDirectories spool = new SpoolDirectories(Path.of(System.getProperty("java.io.tmpdir")));
    spool.removeLeftovers();
    properties.setProperty("camel.main.streamCachingSpoolDirectory", spool.ours());
    properties.setProperty("view.daemon", Boolean.toString(daemon));
    properties.setProperty("view.scheduled", Boolean.toString(daemon && process.syncs()));
    properties.setProperty("view.listening", Boolean.toString(daemon && process.listens()));
    properties.forEach((key, value) -> main.addInitialProperty((String) key, (String) value));
  }

  /** Lets Camel's own tools, which this class loader has, look at the process and steer it. */
  public void observe(ClassLoader tools) {
    main.observe(tools);
  }

  /** Lets others look at the process while it runs. */
  public void listen() {
    config
        .view()
        .management()
        .addressOf(process.isQueueOnly())
        .ifPresent(
            address -> {
              listener =
                  new ManagementListener(address, beans.management(main::getCamelContext)::listen);
              listener.start(LISTEN_AGAIN);
            });
  }

  /** Runs until the process is told to stop. */
  public int run() throws Exception {
    properties(true);
    main.run();
    return main.getExitCode();
  }

  /** Runs one sync and returns what it stored; nothing if it failed, which the log tells. */
  public Optional<View> once() throws Exception {
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
    if (listener != null) {
      listener.close();
    }
    beans.stopWriting();
    beans.stopReading();
    main.stop();
    beans.close();
  }
}

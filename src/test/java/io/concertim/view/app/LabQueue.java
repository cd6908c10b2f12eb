// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.concertim.view.config.CamelProperties;
import io.concertim.view.config.ConfigFile;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.lab.MovedClock;
import io.concertim.view.publish.PublicationRate;
import io.concertim.view.queue.ReadRequest;
import io.concertim.view.queue.work.ReadQueue;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.SharedState;
import io.concertim.view.store.StoredView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * The process view_queue in this JVM, without a broker: marks are handed to it. What it waits for
 * before a read may be over as soon as the test says.
 */
final class LabQueue implements AutoCloseable {
  private final MovedClock clock = new MovedClock();
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final ViewBeans beans;
  private final DataDirectory directory;

  private LabQueue(LabConfig config, Path folder) throws Exception {
    directory = DataDirectory.open(Files.createDirectories(folder.resolve("data")));
    ViewConfig settings = ConfigFile.load(config.write(folder), Map.of());
    beans = new ViewBeans(ProcessName.VIEW_QUEUE, settings, directory, clock);
    Properties properties = CamelProperties.of(settings);
    properties.setProperty("view.dataDirectory", directory.path().toString());
    properties.setProperty("view.daemon", "true");
    properties.setProperty("view.scheduled", "false");
    properties.setProperty("view.listening", "true");
    context.getPropertiesComponent().setInitialProperties(properties);
    beans.bind(context);
    for (String location : RouteFiles.of(ProcessName.VIEW_QUEUE, null).locations()) {
      if (!location.contains("notifications")) {
        Resource file = ResourceHelper.resolveMandatoryResource(context, location);
        PluginHelper.getRoutesLoader(context).loadRoutes(file);
      }
    }
    context.start();
  }

  static LabQueue start(LabConfig config, Path folder) throws Exception {
    return new LabQueue(config, folder);
  }

  void mark(ReadRequest... marks) throws Exception {
    marks().add(List.of(marks));
  }

  /** Waits for this, while the process believes that much more time passes. */
  void awaitQuickly(Callable<Boolean> condition) {
    await()
        .atMost(60, SECONDS)
        .until(
            () -> {
              clock.pass(Duration.ofMillis(500));
              return condition.call();
            });
  }

  /** Waits until nothing is left to be read, while the process believes that time passes. */
  void awaitIdle() {
    awaitQuickly(() -> marks().size() == 0);
  }

  /** Whether no route is at work, so that what it has seen before is dealt with. */
  boolean isAtRest() {
    return context.getInflightRepository().size() == 0;
  }

  /** Lets the process believe that so much time has passed. */
  void pass(Duration time) {
    clock.pass(time);
  }

  PublicationRate publicationRate() {
    return context.getRegistry().lookupByNameAndType("publicationRate", PublicationRate.class);
  }

  /** The view that the HTTP API and the console show. */
  StoredView shown() {
    return context.getRegistry().lookupByNameAndType("storedView", StoredView.class);
  }

  ReadQueue marks() {
    return context.getRegistry().lookupByNameAndType("readQueue", ReadQueue.class);
  }

  SharedState state() {
    return context.getRegistry().lookupByNameAndType("sharedState", SharedState.class);
  }

  Path viewJson() {
    return directory.viewJson();
  }

  @Override
  public void close() throws IOException {
    beans.stopWriting();
    context.stop();
    beans.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import io.concertim.view.config.CamelProperties;
import io.concertim.view.config.ConfigFile;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.queue.ReadRequest;
import io.concertim.view.queue.broker.QueueTopology;
import io.concertim.view.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Body;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The part of view_queue in this JVM that listens to a broker, and what it asks to be read. */
final class LabListener implements AutoCloseable {
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Requests requests;
  private final DataDirectory directory;
  private final ViewBeans beans;

  /** Takes the place of the queue of read requests. */
  public static class Requests {
    private final List<ReadRequest> added = Collections.synchronizedList(new ArrayList<>());

    /** The name is that of the real one. */
    public void add(@Body List<ReadRequest> requests) throws IOException {
      added.addAll(requests);
    }
  }

  LabListener(LabConfig lab, Path folder) throws Exception {
    this(lab, folder, new Requests());
  }

  LabListener(LabConfig lab, Path folder, Requests requests) throws Exception {
    this.requests = requests;
    ViewConfig config = ConfigFile.load(lab.write(folder), Map.of());
    directory = DataDirectory.open(Files.createDirectories(folder.resolve("data")));
    beans = new ViewBeans(ProcessName.VIEW_QUEUE, config, directory);
    Properties properties = CamelProperties.of(config);
    properties.setProperty("view.listening", "true");
    context.getPropertiesComponent().setInitialProperties(properties);
    beans.bind(context);
    context.getRegistry().unbind("readQueue");
    context.getRegistry().bind("readQueue", requests);
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(
            ResourceHelper.resolveMandatoryResource(
                context, "classpath:routes/notifications.camel.yaml"));
    context.start();
  }

  QueueTopology broker() {
    return context.getRegistry().lookupByNameAndType("queueTopology", QueueTopology.class);
  }

  /** What was asked to be read, the oldest first. */
  List<ReadRequest> requests() {
    return List.copyOf(requests.added);
  }

  boolean isAsked(String id) {
    return requests().stream().anyMatch(request -> request.id().equals(id));
  }

  DataDirectory directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    context.close();
    beans.close();
  }
}

package io.concertim.view.cli;

import io.concertim.view.config.CamelProperties;
import io.concertim.view.config.ConfigFile;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.queue.Mark;
import io.concertim.view.queue.Marks;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.SharedState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The process view_queue in this JVM, without a broker: marks are handed to it. */
final class LabQueue implements AutoCloseable {
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final ViewBeans beans;
  private final DataDirectory directory;

  private LabQueue(LabConfig config, Path folder) throws Exception {
    directory = DataDirectory.open(Files.createDirectories(folder.resolve("data")));
    ViewConfig settings = ConfigFile.load(config.write(folder), Map.of());
    beans = new ViewBeans(ProcessName.VIEW_QUEUE, settings, directory);
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

  void mark(Mark... marks) throws Exception {
    marks().add(List.of(marks));
  }

  Marks marks() {
    return context.getRegistry().lookupByNameAndType("marks", Marks.class);
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

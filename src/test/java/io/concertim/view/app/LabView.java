// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.concertim.view.cluster.TestDatabase;
import io.concertim.view.config.CamelProperties;
import io.concertim.view.config.ConfigFile;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.lab.EmbeddedBroker;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.lab.Publisher;
import io.concertim.view.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.errorhandler.DefaultErrorHandler;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.LoggerFactory;

/** The process view in this JVM, with a lab and a broker of its own; the context starts later. */
public final class LabView implements AutoCloseable {
  private final EmbeddedLab lab;
  private final EmbeddedBroker broker;
  private final Publisher publisher;
  private final DataDirectory directory;
  private final ViewBeans beans;
  private final DefaultCamelContext context = new DefaultCamelContext();

  /**
   * @param folder where its configuration and data are
   * @param settings varies the lab's configuration
   */
  public LabView(Path folder, UnaryOperator<LabConfig> settings) throws Exception {
    // As LogSetup has it: what is tried again or confirmed is no news.
    ((Logger) LoggerFactory.getLogger(DefaultErrorHandler.class)).setLevel(Level.OFF);
    lab = EmbeddedLab.start();
    directory = DataDirectory.open(Files.createDirectory(folder.resolve("data")));
    broker = EmbeddedBroker.start();
    publisher = broker.publisher();
    LabConfig written = broker.configure(lab.config()).set("view.retry_delay", "10ms");
    ViewConfig config = ConfigFile.load(settings.apply(written).write(folder), Map.of());
    beans = new ViewBeans(ProcessName.VIEW, config, directory);
    Properties properties = CamelProperties.of(config);
    properties.setProperty("view.dataDirectory", directory.path().toString());
    properties.setProperty("view.scheduled", "true");
    properties.setProperty("view.daemon", "true");
    properties.setProperty("view.listening", "true");
    context.getPropertiesComponent().setInitialProperties(properties);
    beans.bind(context);
    for (String location : RouteFiles.of(ProcessName.VIEW, null, config).locations()) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(ResourceHelper.resolveMandatoryResource(context, location));
    }
  }

  /** With all that a process may have: changes that are sent, and other hosts. */
  static LabConfig complete(LabConfig config) {
    return notifying(config)
        .set("view.queue", Map.of("max_length", 0, "arguments", "x-single-active-consumer=true"))
        .set("view.store", "postgresql")
        .set("view.postgresql", new TestDatabase().encryptedConfig())
        .set("view.cluster", Map.of("host", "one"));
  }

  /** Lets changes be sent: to nobody, and to an exchange without a queue for them. */
  static LabConfig notifying(LabConfig config) {
    return config.set(
        "view.notify",
        Map.of("hook", Map.of("url", "http://127.0.0.1:9/"), "bus", Map.of("exchange", "nova")));
  }

  public EmbeddedLab lab() {
    return lab;
  }

  public Publisher publisher() {
    return publisher;
  }

  public DataDirectory directory() {
    return directory;
  }

  public DefaultCamelContext context() {
    return context;
  }

  String scrape() {
    return beans.scrape();
  }

  @Override
  public void close() throws IOException {
    beans.stopWriting();
    context.stop();
    beans.close();
    lab.close();
    publisher.close();
    broker.close();
  }
}

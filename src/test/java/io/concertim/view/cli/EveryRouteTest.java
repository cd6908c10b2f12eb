package io.concertim.view.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.concertim.view.config.CamelProperties;
import io.concertim.view.config.ConfigFile;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.lab.EmbeddedBroker;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.Publisher;
import io.concertim.view.queue.ReadTask;
import io.concertim.view.store.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.errorhandler.DefaultErrorHandler;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The built-in routes with the objects they name, against the lab. */
@Timeout(120)
class EveryRouteTest {
  private static final String DB = "5e000000-0000-4000-8000-0000000000a2";

  private static final String UNBILLED = "57000000-0000-4000-8000-0000000000a3";

  @TempDir private Path folder;
  private final Set<String> seen = new ConcurrentSkipListSet<>();
  private EmbeddedLab lab;
  private EmbeddedBroker broker;
  private Publisher publisher;
  private DataDirectory directory;
  private ViewBeans beans;
  private DefaultCamelContext context;

  @BeforeEach
  void load() throws Exception {
    // As LogSetup has it: what is tried again or confirmed is no news.
    ((Logger) LoggerFactory.getLogger(DefaultErrorHandler.class)).setLevel(Level.OFF);
    lab = EmbeddedLab.start();
    directory = DataDirectory.open(Files.createDirectory(folder.resolve("data")));
    broker = EmbeddedBroker.start();
    publisher = broker.publisher();
    Path file =
        broker
            .configure(lab.config())
            .set("view.interval", "1s")
            .set("view.retry_delay", "10ms")
            .write(folder);
    ViewConfig config = ConfigFile.load(file, Map.of());
    beans = new ViewBeans(ProcessName.VIEW, config, directory);
    context = new DefaultCamelContext();
    Properties properties = CamelProperties.of(config);
    properties.setProperty("view.dataDirectory", directory.path().toString());
    properties.setProperty("view.scheduled", "true");
    properties.setProperty("view.daemon", "true");
    properties.setProperty("view.listening", "true");
    context.getPropertiesComponent().setInitialProperties(properties);
    context.addRoutePolicyFactory((camel, id, route) -> new Witness());
    beans.bind(context);
    for (String location : RouteFiles.of(ProcessName.VIEW, null).locations()) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(ResourceHelper.resolveMandatoryResource(context, location));
    }
  }

  @AfterEach
  void stop() throws Exception {
    beans.stopWriting();
    context.close();
    beans.close();
    lab.close();
    publisher.close();
    broker.close();
  }

  /** Notes which routes were used. */
  private final class Witness extends RoutePolicySupport {
    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
      seen.add(route.getId());
    }
  }

  private static final String SERVICE = "${exchangeProperty.service}";

  /** The names that a name stands for: one for each service where it holds the service's. */
  private static Stream<String> ofEveryService(String name) {
    if (name.contains("{{service}}")) {
      return ReadTask.services().map(service -> name.replace("{{service}}", service));
    }
    return name.contains(SERVICE)
        ? Stream.of("identity", "compute", "orchestration", "volume", "network")
            .map(service -> name.replace(SERVICE, service))
        : Stream.of(name);
  }

  @Test
  void findsEveryObjectThatItNames() {
    RouteText.all()
        .forEach(
            file ->
                file.beans().stream()
                    .flatMap(EveryRouteTest::ofEveryService)
                    .forEach(
                        name ->
                            assertNotNull(
                                context.getRegistry().lookupByName(name), file + ": " + name)));
  }

  @Test
  void isUsedByFullSyncsWithRenewedTokensADeletionAForeignWriteAndNotifications() throws Exception {
    context.start();
    await().atMost(60, SECONDS).until(() -> Files.exists(directory.viewJson()));
    lab.revokeTokens();
    lab.world().servers().remove(DB);
    lab.faults().fail("/cinder/", Fault.status(503), 1);
    Files.writeString(directory.resyncFlag(), " ");
    publisher.send(LabNotification.server("update", DB, "active"));
    publisher.send(LabNotification.stack("update.end", UNBILLED, null));
    publisher.send(LabNotification.volume("attach.end", "none", null));
    publisher.send(LabNotification.network("update.end", "none"));
    publisher.send(LabNotification.project("updated", "none"));
    publisher.send("nova", "notifications.info", "none");

    Set<String> all = new TreeSet<>();
    context.getRoutes().forEach(route -> all.add(route.getId()));

    // A sync that is just storing may replace the foreign file before anybody looks at it.
    await()
        .atMost(60, SECONDS)
        .until(
            () -> {
              Files.writeString(directory.viewPickle(), "of fe_updates");
              return seen.contains("view-anew");
            });
    await().atMost(60, SECONDS).untilAsserted(() -> assertEquals(all, new TreeSet<>(seen)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.concertim.view.config.CamelProperties;
import io.concertim.view.config.ConfigFile;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.lab.EmbeddedBroker;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.Publisher;
import io.concertim.view.queue.ReadRequest;
import io.concertim.view.queue.broker.QueueTopology;
import io.concertim.view.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Body;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages whose marks cannot be stored stay with the broker. */
@Timeout(120)
public class RefusedMessagesTest {
  @TempDir private Path folder;
  private final FullDisk marks = new FullDisk();
  private EmbeddedLab lab;
  private EmbeddedBroker broker;
  private Publisher publisher;
  private ViewBeans beans;
  private DefaultCamelContext context;

  /** Marks on a disk that has no room for a while. */
  public static final class FullDisk {
    private final Set<String> stored = Collections.synchronizedSet(new TreeSet<>());
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean isFull = true;

    /** The name is that of the real one. */
    public void add(@Body List<ReadRequest> marks) throws IOException {
      if (isFull && marks.stream().anyMatch(mark -> mark.id().startsWith("refused"))) {
        refused.incrementAndGet();
        throw new IOException("No space left on device");
      }
      marks.forEach(mark -> stored.add(mark.id()));
    }
  }

  @BeforeEach
  void listen() throws Exception {
    lab = EmbeddedLab.start();
    broker = EmbeddedBroker.start();
    publisher = broker.publisher();
    ViewConfig config = ConfigFile.load(broker.configure(lab.config()).write(folder), Map.of());
    beans =
        new ViewBeans(
            ProcessName.VIEW_QUEUE,
            config,
            DataDirectory.open(Files.createDirectory(folder.resolve("data"))));
    context = new DefaultCamelContext();
    Properties properties = CamelProperties.of(config);
    properties.setProperty("view.listening", "true");
    context.getPropertiesComponent().setInitialProperties(properties);
    beans.bind(context);
    context.getRegistry().unbind("readQueue");
    context.getRegistry().bind("readQueue", marks);
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(
            ResourceHelper.resolveMandatoryResource(
                context, "classpath:routes/notifications.camel.yaml"));
    context.start();
    QueueTopology declarer =
        context.getRegistry().lookupByNameAndType("queueTopology", QueueTopology.class);
    await().atMost(30, SECONDS).until(() -> declarer.state().isListening());
  }

  @AfterEach
  void stop() throws Exception {
    context.close();
    beans.close();
    publisher.close();
    broker.close();
    lab.close();
  }

  @Test
  void theyComeAgainAlthoughLaterOnesAreAcknowledged() throws Exception {
    publisher.send(LabNotification.server("update", "refused-1", "active"));
    publisher.send(LabNotification.server("update", "refused-2", "active"));
    await().atMost(30, SECONDS).until(() -> marks.refused.get() > 0);
    publisher.send(LabNotification.server("update", "kept", "active"));
    await().atMost(30, SECONDS).until(() -> marks.refused.get() > 2);

    marks.isFull = false;

    await()
        .atMost(30, SECONDS)
        .untilAsserted(
            () -> assertEquals(Set.of("kept", "refused-1", "refused-2"), Set.copyOf(marks.stored)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.concertim.view.lab.EmbeddedBroker;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.Publisher;
import io.concertim.view.queue.ReadRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages whose marks cannot be stored stay with the broker. */
@Timeout(120)
public class RefusedMessagesTest {
  @TempDir private Path folder;
  private final FullDisk marks = new FullDisk();
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  @AutoClose private final EmbeddedBroker broker = EmbeddedBroker.start();
  private Publisher publisher;
  private LabListener listener;

  /** Marks on a disk that has no room for a while. */
  public static final class FullDisk extends LabListener.Requests {
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean isFull = true;

    @Override
    public void add(@Body List<ReadRequest> marks) throws IOException {
      if (isFull && marks.stream().anyMatch(mark -> mark.id().startsWith("refused"))) {
        refused.incrementAndGet();
        throw new IOException("No space left on device");
      }
      super.add(marks);
    }
  }

  @BeforeEach
  void listen() throws Exception {
    publisher = broker.publisher();
    listener = new LabListener(broker.configure(lab.config()), folder, marks);
    await().atMost(30, SECONDS).until(() -> listener.broker().state().isListening());
  }

  @AfterEach
  void stop() throws IOException {
    listener.close();
    publisher.close();
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
        .untilAsserted(() -> assertEquals(Set.of("kept", "refused-1", "refused-2"), ids()));
  }

  private Set<String> ids() {
    return listener.requests().stream().map(ReadRequest::id).collect(Collectors.toSet());
  }
}

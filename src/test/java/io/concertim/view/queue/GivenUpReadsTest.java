package io.concertim.view.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.merge.Reading;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.layer.Stack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is looked for and does not come, or is there no longer. */
class GivenUpReadsTest {
  private static final Mark BILLED = Mark.of(Kind.SUBSCRIPTION, "stack");

  @TempDir private Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final InstantSource clock = now::get;
  private final StackTops tops = new StackTops();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Layers layers = Layers.empty();
  private Marks marks;
  private FinishedReads finished;

  @BeforeEach
  void open() throws IOException {
    marks = new Marks(folder.resolve("marks"), clock, Duration.ofMillis(500), meters);
    finished = new FinishedReads(marks, clock, clock, meters);
  }

  @AfterEach
  void close() throws IOException {
    marks.close();
  }

  private void pass(Duration time) {
    now.updateAndGet(then -> then.plus(time));
  }

  private ObjectReads reads() {
    return new ObjectReads(marks, () -> layers, tops, finished, clock);
  }

  private DueReads due() {
    return new DueReads(marks, () -> layers, tops, clock, 20);
  }

  @Test
  void aSubscriptionIsLookedForForTenMinutes() throws IOException {
    layers =
        layers.merge(
            List.of(
                Observation.of(
                    Kind.STACK,
                    1,
                    new Stack("stack", "stack", "p", "CM_x", "CREATE_COMPLETE", null, null))));
    marks.add(List.of(BILLED));
    reads().shown(due().due().get(0), List.of());
    assertEquals(1, marks.size());
    assertFalse(finished.isStoreDue());

    pass(Duration.ofMinutes(10));
    reads().shown(due().due().get(0), List.of());
    assertFalse(finished.isStoreDue());
    pass(Duration.ofMinutes(1));
    reads().shown(due().due().get(0), List.of());

    assertTrue(finished.isStoreDue(), "the full sync goes on looking for it");
  }

  @Test
  void aStackThatIsNeverReadIsWaitedForForTenMinutes() throws IOException {
    marks.add(List.of(BILLED));
    assertEquals(List.of(), due().due());
    pass(Duration.ofMinutes(10));
    assertEquals(List.of(), due().due());
    assertEquals(1, marks.size());

    pass(Duration.ofMinutes(1));
    assertEquals(List.of(), due().due());
    assertEquals(0, marks.size());
  }

  @Test
  void aStackThatHeatShowsAsDeletedIsGone() throws IOException {
    DefaultExchange exchange = new DefaultExchange(new DefaultCamelContext());
    String detail =
        """
        {"stack": {"id": "stack", "stack_name": "s", "parameters": {"OS::project_id": "p"},
                   "stack_status": "DELETE_COMPLETE"}}\
        """;

    List<Observation> shown =
        new ObjectAnswers(new HybridClock(Clock.systemUTC()), () -> layers, Map.of())
            .stack(exchange, new ByteArrayInputStream(detail.getBytes(StandardCharsets.UTF_8)), 42);

    assertEquals(List.of(Observation.gone(Kind.STACK, "stack", 42)), shown);
    assertEquals(null, exchange.getProperty("stack"), "its resources are not asked for");
  }

  @Test
  void aListWhoseMarksCannotBeStoredIsTriedAgainAsAWhole() throws IOException {
    marks.add(List.of(Mark.of(Kind.STACK, "shown"), Mark.of(Kind.STACK, "alone")));
    List<ObjectRead> taken = marks.take(Set.of());
    Reading reading = new Reading(Source.OPENSTACK);
    reading.observe(
        Observation.of(
            Kind.STACK, 1, new Stack("shown", "s", "p", "CM_x", "CREATE_COMPLETE", null, null)));
    reading.completed(Kind.STACK, 1);
    ReadTask task = ReadTask.list(Kind.STACK, taken);
    marks.close(); // so that nothing can be marked

    assertThrows(IOException.class, () -> reads().listed(task, reading));
    reads().failed(task, "openstack", new IOException("no space"));

    assertEquals(2, marks.size());
    assertEquals(Map.of(), marks.due(), "after a pause");
    pass(Duration.ofSeconds(1));
    assertEquals(Map.of(Kind.STACK, 2), marks.due());
  }
}

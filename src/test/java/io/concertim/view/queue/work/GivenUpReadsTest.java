// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.merge.Layers;
import io.concertim.view.merge.SourceRead;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.queue.ReadRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is looked for and does not come, or is there no longer. */
class GivenUpReadsTest {
  private static final ReadRequest BILLED = ReadRequest.of(Kind.SUBSCRIPTION, "stack");

  @TempDir private Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final InstantSource clock = now::get;
  private final StackTops tops = new StackTops();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Layers layers = Layers.empty();
  private Path file;
  private ReadQueue marks;
  private PendingWrites finished;

  @BeforeEach
  void open() throws IOException {
    file = Files.createDirectory(folder.resolve("data")).resolve("marks");
    marks =
        new ReadQueue(
            new FileReadRequests(file), clock, Duration.ofMillis(500), () -> true, meters);
    finished = new PendingWrites(marks, clock, clock, meters);
  }

  private void pass(Duration time) {
    now.updateAndGet(then -> then.plus(time));
  }

  private ReadOutcome reads() {
    return new ReadOutcome(marks, () -> layers, tops, finished, clock);
  }

  private ReadPlanner due() {
    return new ReadPlanner(marks, () -> layers, tops, clock, 20);
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
  void aListWhoseMarksCannotBeStoredIsTriedAgainAsAWhole() throws IOException {
    marks.add(List.of(ReadRequest.of(Kind.STACK, "shown"), ReadRequest.of(Kind.STACK, "alone")));
    List<ObjectRead> taken = marks.take(Set.of());
    SourceRead reading = new SourceRead(Source.OPENSTACK);
    reading.observe(
        Observation.of(
            Kind.STACK, 1, new Stack("shown", "s", "p", "CM_x", "CREATE_COMPLETE", null, null)));
    reading.completed(Kind.STACK, 1);
    ReadTask task = ReadTask.list(Kind.STACK, taken);
    Files.delete(file);
    Files.delete(file.getParent()); // so that nothing can be marked

    assertThrows(IOException.class, () -> reads().listed(task, reading));
    reads().failed(task, "openstack", new IOException("no space"));

    assertEquals(2, marks.size());
    assertEquals(Map.of(), marks.due(), "after a pause");
    pass(Duration.ofSeconds(1));
    assertEquals(Map.of(Kind.STACK, 2), marks.due());
  }
}

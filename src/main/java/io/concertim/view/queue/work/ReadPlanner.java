// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import io.concertim.view.merge.Layers;
import io.concertim.view.merge.MissingObject;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.queue.ReadRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which reads begin now: single objects, or a whole list if many of its objects are due.
 */
public final class ReadPlanner {
  private static final Logger LOG = LoggerFactory.getLogger(ReadPlanner.class);

  private static final Duration LONGEST_WAIT_FOR_STACK = Duration.ofMinutes(10);

  private final ReadQueue queue;
  private final Supplier<Layers> known;
  private final StackTops tops;
  private final InstantSource clock;
  private final ListOrSingle pace;

  /**
   * @param known the layers as they are now
   * @param clock the clock of the request log
   * @param bulkThreshold if more objects of a kind are due the list is read
   */
  public ReadPlanner(
      ReadQueue queue,
      Supplier<Layers> known,
      StackTops tops,
      InstantSource clock,
      int bulkThreshold) {
    this.queue = queue;
    this.known = known;
    this.tops = tops;
    this.clock = clock;
    this.pace = new ListOrSingle(bulkThreshold);
  }

  /** The reads that are due, which begin now. */
  public synchronized List<ReadTask> due() {
    Layers layers = known.get();
    Instant now = clock.instant();
    Set<Kind> crowded = EnumSet.noneOf(Kind.class);
    Set<Kind> waiting = EnumSet.noneOf(Kind.class);
    queue
        .due()
        .forEach(
            (kind, due) -> {
              if (ReadTask.isListable(kind)
                  && pace.isCrowded(kind, due, layers.observations(kind).size(), now)) {
                (pace.mayList(kind, now) ? crowded : waiting).add(kind);
              }
            });
    List<ReadTask> tasks = new ArrayList<>();
    Map<Kind, List<ObjectRead>> listed = new EnumMap<>(Kind.class);
    for (ObjectRead read : queue.take(waiting)) {
      Kind kind = read.request().kind();
      if (isAnswered(read, layers)) {
        continue;
      }
      if (crowded.contains(kind) && !read.single()) {
        listed.computeIfAbsent(kind, k -> new ArrayList<>()).add(read);
      } else {
        pace.read(kind, now);
        tasks.add(ReadTask.single(read));
      }
    }
    listed.forEach(
        (kind, reads) -> {
          LOG.info(
              "{} read requests of kind {} at once: its list is read", reads.size(), kind.label());
          pace.list(kind, now);
          tasks.add(ReadTask.list(kind, reads));
        });
    return tasks;
  }

  /** What to ask for; a stack is asked for by name too, where it is known, which saves a call. */
  public MissingObject asked(@ExchangeProperty("task") ReadTask task) {
    Kind kind = task.kind();
    String id = task.request().id();
    Observation last = known.get().observation(kind, id).orElse(null);
    return new MissingObject(kind, id, last == null ? null : last.fact());
  }

  /** Records that reading a list has ended, well or not. */
  public synchronized void listEnded(@ExchangeProperty("task") ReadTask task) {
    pace.listed(task.kind(), clock.instant());
  }

  /** Whether the object needs no read of its own, or not yet. */
  private boolean isAnswered(ObjectRead read, Layers layers) {
    return switch (read.request().kind()) {
      case STACK -> isPartOfAnother(read, layers);
      case SUBSCRIPTION -> isAnsweredWithoutBilling(read, layers);
      default -> false;
    };
  }

  /** Whether it is a nested stack, which is read with its top-level stack. */
  private boolean isPartOfAnother(ObjectRead read, Layers layers) {
    String top = tops.topOf(read.request().id(), layers).orElse(null);
    if (top == null) {
      return false;
    }
    ReadSchedule.Result result = ReadSchedule.Result.STORED;
    try {
      queue.add(List.of(ReadRequest.of(Kind.STACK, top)));
    } catch (IOException e) {
      LOG.error("the read request of stack {} cannot be stored and is retried later: {}", top, e);
      result = ReadSchedule.Result.FAILED;
    }
    queue.finish(List.of(read), result);
    return true;
  }

  /**
   * Whether Kill Bill need not be asked: the subscription is known or not needed, or the stack
   * itself has not been read yet.
   */
  private boolean isAnsweredWithoutBilling(ObjectRead read, Layers layers) {
    String stackId = read.request().id();
    if (isMoot(stackId, layers)) {
      queue.finish(List.of(read), ReadSchedule.Result.STORED);
      return true;
    }
    if (layers.fact(Stack.class, stackId).isEmpty()) {
      boolean late = read.since().plus(LONGEST_WAIT_FOR_STACK).isBefore(clock.instant());
      queue.finish(List.of(read), late ? ReadSchedule.Result.STORED : ReadSchedule.Result.NOT_YET);
      return true;
    }
    return false;
  }

  private boolean isMoot(String stackId, Layers layers) {
    return RelatedReads.isSubscribed(stackId, layers)
        || layers.isGone(Kind.STACK, stackId)
        || tops.topOf(stackId, layers).isPresent()
        || layers
            .fact(Stack.class, stackId)
            .flatMap(stack -> layers.fact(Project.class, stack.projectId()))
            .filter(project -> !project.isManaged())
            .isPresent();
  }
}

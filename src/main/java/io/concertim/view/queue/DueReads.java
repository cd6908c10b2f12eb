package io.concertim.view.queue;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Stack;
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

/** Which reads begin now: each object for itself, or a whole list where many are due. */
public final class DueReads {
  private static final Logger LOG = LoggerFactory.getLogger(DueReads.class);

  private static final Duration LONGEST_WAIT_FOR_STACK = Duration.ofMinutes(10);

  private final Marks marks;
  private final Supplier<Layers> known;
  private final StackTops tops;
  private final InstantSource clock;
  private final Pace pace;

  /**
   * @param known the layers as they are now
   * @param clock that of the marks
   * @param bulkThreshold of more objects of a kind than this the list is read
   */
  public DueReads(
      Marks marks, Supplier<Layers> known, StackTops tops, InstantSource clock, int bulkThreshold) {
    this.marks = marks;
    this.known = known;
    this.tops = tops;
    this.clock = clock;
    this.pace = new Pace(bulkThreshold);
  }

  /** The reads that are due, which begin now. */
  public synchronized List<ReadTask> due() {
    Layers layers = known.get();
    Instant now = clock.instant();
    Set<Kind> crowded = EnumSet.noneOf(Kind.class);
    Set<Kind> waiting = EnumSet.noneOf(Kind.class);
    marks
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
    for (ObjectRead read : marks.take(waiting)) {
      Kind kind = read.mark().kind();
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
          LOG.info("{} marks of kind {} at once: its list is read", reads.size(), kind.label());
          pace.list(kind, now);
          tasks.add(ReadTask.list(kind, reads));
        });
    return tasks;
  }

  /** A list has been read, or could not be. */
  public synchronized void listEnded(@ExchangeProperty("task") ReadTask task) {
    pace.listed(task.kind(), clock.instant());
  }

  /** Whether it needs no read of its own, or none yet. */
  private boolean isAnswered(ObjectRead read, Layers layers) {
    return switch (read.mark().kind()) {
      case STACK -> isPartOfAnother(read, layers);
      case SUBSCRIPTION -> isAnsweredWithoutBilling(read, layers);
      default -> false;
    };
  }

  /** A nested stack is read with the one at the top. */
  private boolean isPartOfAnother(ObjectRead read, Layers layers) {
    String top = tops.topOf(read.mark().id(), layers).orElse(null);
    if (top == null) {
      return false;
    }
    MarkSchedule.Result result = MarkSchedule.Result.STORED;
    try {
      marks.add(List.of(Mark.of(Kind.STACK, top)));
    } catch (IOException e) {
      LOG.error("the mark of stack {} cannot be stored and is tried again later: {}", top, e);
      result = MarkSchedule.Result.FAILED;
    }
    marks.finish(List.of(read), result);
    return true;
  }

  /** Whether the subscription is known or moot, or the stack itself has not been read yet. */
  private boolean isAnsweredWithoutBilling(ObjectRead read, Layers layers) {
    String stackId = read.mark().id();
    if (isMoot(stackId, layers)) {
      marks.finish(List.of(read), MarkSchedule.Result.STORED);
      return true;
    }
    if (layers.fact(Stack.class, stackId).isEmpty()) {
      boolean late = read.since().plus(LONGEST_WAIT_FOR_STACK).isBefore(clock.instant());
      marks.finish(List.of(read), late ? MarkSchedule.Result.STORED : MarkSchedule.Result.NOT_YET);
      return true;
    }
    return false;
  }

  private boolean isMoot(String stackId, Layers layers) {
    return FollowUps.isSubscribed(stackId, layers)
        || layers.isGone(Kind.STACK, stackId)
        || tops.topOf(stackId, layers).isPresent()
        || layers
            .fact(Stack.class, stackId)
            .flatMap(stack -> layers.fact(Project.class, stack.projectId()))
            .filter(project -> !project.isManaged())
            .isPresent();
  }
}

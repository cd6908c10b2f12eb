package io.concertim.view.queue;

import io.concertim.view.merge.Layers;
import io.concertim.view.merge.Reading;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.source.CallFailures;
import io.concertim.view.source.RowException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of the marks once their objects have been read. */
public final class ObjectReads {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectReads.class);
  private static final Duration LONGEST_WAIT_FOR_BILLING = Duration.ofMinutes(10);

  private final Marks marks;
  private final Supplier<Layers> known;
  private final StackTops tops;
  private final FinishedReads finished;
  private final InstantSource clock;

  /**
   * @param known the layers as they are now
   * @param clock that of the marks
   */
  public ObjectReads(
      Marks marks,
      Supplier<Layers> known,
      StackTops tops,
      FinishedReads finished,
      InstantSource clock) {
    this.marks = marks;
    this.known = known;
    this.tops = tops;
    this.finished = finished;
    this.clock = clock;
  }

  /** Takes over what a single read showed. */
  public void shown(@ExchangeProperty("task") ReadTask task, @Body List<Observation> shown)
      throws IOException {
    ObjectRead read = task.reads().get(0);
    LOG.debug("{} showed {} observations", read, shown.size());
    Layers layers = known.get();
    if (read.mark().kind() == Kind.SUBSCRIPTION) {
      lookedUp(read, shown, layers.merge(shown));
    } else if (Expectations.areContradicted(read.mark(), shown, layers)
        && read.tries() < MarkSchedule.contradictionsAllowed()) {
      marks.finish(task.reads(), MarkSchedule.Result.CONTRADICTED);
    } else {
      take(task.reads(), shown, layers);
    }
  }

  private void lookedUp(ObjectRead read, List<Observation> shown, Layers then) {
    boolean found = FollowUps.isSubscribed(read.mark().id(), then);
    boolean late = read.since().plus(LONGEST_WAIT_FOR_BILLING).isBefore(clock.instant());
    if (found || late) {
      if (!found) {
        LOG.warn(
            "stack {} has no active subscription in Kill Bill after {} minutes; the full sync goes"
                + " on looking for it",
            read.mark().id(),
            LONGEST_WAIT_FOR_BILLING.toMinutes());
      }
      finished.add(List.of(read), shown);
    } else {
      marks.finish(List.of(read), MarkSchedule.Result.NOT_YET);
    }
  }

  /** The stack is nested: the one that has it is read instead. */
  public void nested(@ExchangeProperty("task") ReadTask task, @Body String parentId)
      throws IOException {
    tops.remember(task.mark().id(), parentId);
    marks.add(List.of(Mark.of(Kind.STACK, parentId)));
    marks.finish(task.reads(), MarkSchedule.Result.STORED);
  }

  /** Takes over what a list showed; what it did not is asked for by id. */
  public void listed(@ExchangeProperty("task") ReadTask task, @Body Reading reading)
      throws IOException {
    Layers layers = known.get();
    Map<String, Observation> byId = new HashMap<>();
    Set<String> trees = new HashSet<>();
    for (Observation observation : reading.observations()) {
      if (observation.kind() == task.kind()) {
        byId.put(observation.id(), observation);
      } else if (observation.fact() instanceof StackResources tree) {
        trees.add(tree.id());
      }
    }
    boolean isComplete = reading.completeLists().containsKey(task.kind());
    if (reading.failure() != null) {
      LOG.warn("marks wait: {}", reading.failure());
    }
    List<ObjectRead> answered = new ArrayList<>();
    List<ObjectRead> alone = new ArrayList<>();
    List<ObjectRead> later = new ArrayList<>();
    Set<Observation> doubtful = new HashSet<>();
    for (ObjectRead read : task.reads()) {
      String id = read.mark().id();
      Observation shown = byId.get(id);
      boolean isPart =
          reading.failure() != null && task.kind() == Kind.STACK && !trees.contains(id);
      if (shown == null && !isComplete) {
        later.add(read);
      } else if (shown == null
          || isPart
          || Expectations.areContradicted(read.mark(), List.of(shown), layers)) {
        alone.add(read);
        doubtful.add(shown);
      } else {
        answered.add(read);
      }
    }
    take(
        answered,
        reading.observations().stream().filter(seen -> !doubtful.contains(seen)).toList(),
        layers);
    marks.finish(later, MarkSchedule.Result.FAILED);
    marks.finish(alone, MarkSchedule.Result.NOT_LISTED);
  }

  /** What follows is marked first, so that nothing is forgotten when the process ends here. */
  private void take(List<ObjectRead> reads, List<Observation> shown, Layers layers)
      throws IOException {
    marks.add(FollowUps.of(shown, layers));
    finished.add(reads, shown);
  }

  /** A read without an answer: it is tried again, unless the answer makes no sense. */
  public void failed(
      @ExchangeProperty("task") ReadTask task,
      @ExchangeProperty("system") String system,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    String what = task.kind().label() + " " + (task.whole() ? "list" : task.mark().id()).toString();
    if (failure instanceof RowException) {
      LOG.error(
          "{} cannot be understood and is left to the full sync: {}", what, failure.toString());
      marks.finish(task.reads(), MarkSchedule.Result.STORED);
      return;
    }
    LOG.warn(
        "{} could not be read again and is tried later: {}",
        what,
        CallFailures.explained(system, failure).getMessage());
    marks.finish(task.reads(), MarkSchedule.Result.FAILED);
  }
}

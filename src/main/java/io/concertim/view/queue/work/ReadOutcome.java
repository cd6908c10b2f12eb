// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import io.concertim.view.merge.Layers;
import io.concertim.view.merge.SourceRead;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.NestedStack;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.queue.ReadRequest;
import io.concertim.view.source.RowException;
import io.concertim.view.source.http.CallFailures;
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
import org.apache.camel.http.base.HttpOperationFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of read requests once their objects have been read. */
public final class ReadOutcome {
  private static final Logger LOG = LoggerFactory.getLogger(ReadOutcome.class);
  private static final Duration LONGEST_WAIT_FOR_BILLING = Duration.ofMinutes(10);

  private final ReadQueue queue;
  private final Supplier<Layers> known;
  private final StackTops tops;
  private final PendingWrites finished;
  private final InstantSource clock;

  /**
   * @param known the layers as they are now
   * @param clock that of the queue
   */
  public ReadOutcome(
      ReadQueue queue,
      Supplier<Layers> known,
      StackTops tops,
      PendingWrites finished,
      InstantSource clock) {
    this.queue = queue;
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
    if (!shown.isEmpty() && shown.get(0).fact() instanceof NestedStack nested) {
      nested(task, nested.parentId());
    } else if (read.request().kind() == Kind.SUBSCRIPTION) {
      lookedUp(read, shown, layers.merge(shown));
    } else if (Contradiction.areContradicted(read.request(), shown, layers)
        && read.tries() < ReadSchedule.contradictionsAllowed()) {
      queue.finish(task.reads(), ReadSchedule.Result.CONTRADICTED);
    } else {
      take(task.reads(), shown, layers);
    }
  }

  private void lookedUp(ObjectRead read, List<Observation> shown, Layers then) {
    boolean found = RelatedReads.isSubscribed(read.request().id(), then);
    boolean late = read.since().plus(LONGEST_WAIT_FOR_BILLING).isBefore(clock.instant());
    if (found || late) {
      if (!found) {
        LOG.warn(
            "stack {} has no active subscription in Kill Bill after {} minutes; the full sync goes"
                + " on looking for it",
            read.request().id(),
            LONGEST_WAIT_FOR_BILLING.toMinutes());
      }
      finished.add(List.of(read), shown);
    } else {
      queue.finish(List.of(read), ReadSchedule.Result.NOT_YET);
    }
  }

  /** The stack is nested: the one that has it is read instead. */
  private void nested(ReadTask task, String parentId) throws IOException {
    tops.remember(task.request().id(), parentId);
    queue.add(List.of(ReadRequest.of(Kind.STACK, parentId)));
    queue.finish(task.reads(), ReadSchedule.Result.STORED);
  }

  /** Takes over what a list showed; what it did not is asked for by id. */
  public void listed(@ExchangeProperty("task") ReadTask task, @Body SourceRead reading)
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
    List<ObjectRead> answered = new ArrayList<>();
    List<ObjectRead> alone = new ArrayList<>();
    List<ObjectRead> later = new ArrayList<>();
    Set<Observation> doubtful = new HashSet<>();
    for (ObjectRead read : task.reads()) {
      String id = read.request().id();
      if (read.request().isList()) {
        (isComplete ? answered : later).add(read);
        continue;
      }
      Observation shown = byId.get(id);
      boolean isPart =
          task.kind() == Kind.STACK
              && (reading.unread(Kind.STACK).contains(id)
                  || (reading.failure() != null && !trees.contains(id)));
      if (shown == null && !isComplete) {
        later.add(read);
      } else if (shown == null
          || isPart
          || Contradiction.areContradicted(read.request(), List.of(shown), layers)) {
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
    failed(later, task.kind().label() + " list", "incomplete", String.valueOf(reading.failure()));
    queue.finish(alone, ReadSchedule.Result.NOT_LISTED);
  }

  /** What follows is added first, so that nothing is forgotten when the process ends here. */
  private void take(List<ObjectRead> reads, List<Observation> shown, Layers layers)
      throws IOException {
    queue.add(RelatedReads.of(shown, layers));
    finished.add(reads, shown);
  }

  /** A read without an answer: it is tried again, unless the answer makes no sense. */
  public void failed(
      @ExchangeProperty("task") ReadTask task,
      @ExchangeProperty("system") String system,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    String what =
        task.kind().label() + " " + (task.whole() ? "list" : task.request().id()).toString();
    if (failure instanceof RowException) {
      LOG.error(
          "{} cannot be understood and is left to the full sync: {}", what, failure.toString());
      queue.finish(task.reads(), ReadSchedule.Result.STORED);
      return;
    }
    failed(task.reads(), what, how(failure), CallFailures.explained(system, failure).getMessage());
  }

  private void failed(List<ObjectRead> reads, String what, String how, String reason) {
    ReadQueue.Failed failed = queue.failed(reads, how);
    if (failed.isNew()) {
      LOG.warn("{} could not be read again and is tried later: {}", what, reason);
    }
    if (!failed.dropped().isEmpty()) {
      LOG.warn(
          "{} could not be read for an hour, so {} read requests are left to the full sync: {}",
          what,
          failed.dropped().size(),
          reason);
    }
  }

  /** The way of failing: an answer's status, or the exception; their texts may differ each time. */
  private static String how(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof HttpOperationFailedException)) {
      cause = cause.getCause();
    }
    return cause instanceof HttpOperationFailedException answer
        ? "status " + answer.getStatusCode()
        : cause.getClass().getName();
  }
}

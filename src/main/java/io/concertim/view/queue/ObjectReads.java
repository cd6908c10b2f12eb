package io.concertim.view.queue;

import io.concertim.view.merge.Layers;
import io.concertim.view.merge.Reading;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.source.CallFailures;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From marks to reads, and from what they showed to what is stored. */
public final class ObjectReads {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectReads.class);
  private static final Duration LONGEST_WAIT_FOR_BILLING = Duration.ofMinutes(10);

  /** The routes that read all of a kind in one or few calls. */
  private static final Map<Kind, String> LISTS =
      Map.of(
          Kind.SERVER, "openstack-servers",
          Kind.SERVER_GROUP, "openstack-server-groups",
          Kind.STACK, "openstack-stacks",
          Kind.VOLUME, "openstack-volumes",
          Kind.NETWORK, "openstack-networks",
          Kind.PROJECT, "openstack-projects",
          Kind.FLAVOR, "openstack-flavors");

  private final Marks marks;
  private final Supplier<Layers> known;
  private final Clock clock;
  private final int bulkThreshold;
  private final FinishedReads finished = new FinishedReads();

  /**
   * @param known the layers as they are now
   * @param bulkThreshold of more objects of a kind than this the list is read
   */
  public ObjectReads(Marks marks, Supplier<Layers> known, Clock clock, int bulkThreshold) {
    this.marks = marks;
    this.known = known;
    this.clock = clock;
    this.bulkThreshold = bulkThreshold;
  }

  /**
   * Reads that are done together.
   *
   * @param route that does them, without {@code direct:}
   */
  public record Task(String route, Kind kind, List<ObjectRead> reads) {
    /** Whether a whole list is read. */
    public boolean isList() {
      return LISTS.containsValue(route);
    }

    /** The mark of a single read. */
    public Mark mark() {
      return reads.get(0).mark();
    }
  }

  /** What has to be read now. */
  public List<Task> due() throws IOException {
    Map<Kind, List<ObjectRead>> listed = new EnumMap<>(Kind.class);
    List<Task> tasks = new ArrayList<>();
    for (ObjectRead read : marks.take()) {
      if (isAnswered(read)) {
        continue;
      }
      Kind kind = read.mark().kind();
      if (LISTS.containsKey(kind) && !read.single()) {
        listed.computeIfAbsent(kind, k -> new ArrayList<>()).add(read);
      } else {
        tasks.add(single(read));
      }
    }
    listed.forEach(
        (kind, reads) -> {
          if (reads.size() > bulkThreshold) {
            LOG.info("{} marks of kind {} at once: its list is read", reads.size(), kind.label());
            tasks.add(new Task(LISTS.get(kind), kind, reads));
          } else {
            reads.forEach(read -> tasks.add(single(read)));
          }
        });
    return tasks;
  }

  /** All routes that do a task, without {@code direct:}. */
  public static Stream<String> routes() {
    return Stream.concat(
        LISTS.values().stream(), Arrays.stream(Kind.values()).map(ObjectReads::route));
  }

  private static String route(Kind kind) {
    return switch (kind) {
      case STACK -> "object-stack";
      case SUBSCRIPTION -> "object-subscription";
      default -> "object";
    };
  }

  private static Task single(ObjectRead read) {
    return new Task(route(read.mark().kind()), read.mark().kind(), List.of(read));
  }

  /** What needs no read: a nested stack is part of another, a subscription known or moot. */
  private boolean isAnswered(ObjectRead read) throws IOException {
    Mark mark = read.mark();
    Layers layers = known.get();
    if (mark.kind() == Kind.STACK) {
      String top = FollowUps.topOf(mark.id(), layers).orElse(null);
      if (top == null) {
        return false;
      }
      marks.add(List.of(Mark.of(Kind.STACK, top)));
    } else if (mark.kind() != Kind.SUBSCRIPTION
        || !(FollowUps.isSubscribed(mark.id(), layers) || layers.isGone(Kind.STACK, mark.id()))) {
      return false;
    }
    marks.finish(List.of(read), MarkSchedule.Result.STORED);
    return true;
  }

  /** Takes over what a single read showed. */
  public void shown(@ExchangeProperty("task") Task task, @Body List<Observation> shown)
      throws IOException {
    ObjectRead read = task.reads().get(0);
    Mark mark = read.mark();
    Layers layers = known.get();
    if (mark.kind() == Kind.SUBSCRIPTION) {
      lookedUp(read, shown, layers.merge(shown));
      return;
    }
    if (Expectations.areContradicted(mark, shown, layers)
        && read.tries() < MarkSchedule.contradictionsAllowed()) {
      marks.finish(task.reads(), MarkSchedule.Result.CONTRADICTED);
      return;
    }
    take(task.reads(), shown, layers);
  }

  private void lookedUp(ObjectRead read, List<Observation> shown, Layers then) throws IOException {
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
  public void nested(@ExchangeProperty("task") Task task, @Body String parentId)
      throws IOException {
    marks.add(List.of(Mark.of(Kind.STACK, parentId)));
    marks.finish(task.reads(), MarkSchedule.Result.STORED);
  }

  /** Takes over what a list showed; what it did not is asked for by id. */
  public void listed(@ExchangeProperty("task") Task task, @Body Reading reading)
      throws IOException {
    if (reading.failure() != null) {
      LOG.warn("marks wait: {}", reading.failure());
      marks.finish(task.reads(), MarkSchedule.Result.FAILED);
      return;
    }
    Layers layers = known.get();
    Map<String, Observation> byId = new HashMap<>();
    Set<Observation> doubtful = new HashSet<>();
    reading.observations().stream()
        .filter(observation -> observation.kind() == task.kind())
        .forEach(observation -> byId.put(observation.id(), observation));
    List<ObjectRead> answered = new ArrayList<>();
    List<ObjectRead> open = new ArrayList<>();
    for (ObjectRead read : task.reads()) {
      Observation shown = byId.get(read.mark().id());
      if (shown == null || Expectations.areContradicted(read.mark(), List.of(shown), layers)) {
        open.add(read);
        doubtful.add(shown);
      } else {
        answered.add(read);
      }
    }
    marks.finish(open, MarkSchedule.Result.NOT_LISTED);
    take(
        answered,
        reading.observations().stream().filter(seen -> !doubtful.contains(seen)).toList(),
        layers);
  }

  /** What follows is marked first, so that nothing is forgotten when the process ends here. */
  private void take(List<ObjectRead> reads, List<Observation> shown, Layers layers)
      throws IOException {
    marks.add(FollowUps.of(shown, layers));
    finished.add(reads, shown);
  }

  /** A read without an answer: it is tried again. */
  public void failed(
      @ExchangeProperty("task") Task task,
      @ExchangeProperty("system") String system,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure)
      throws IOException {
    LOG.warn(
        "{} {} could not be read again and is tried later: {}",
        task.kind().label(),
        task.reads().size() == 1 ? task.mark().id() : "list",
        CallFailures.explained(system, failure).getMessage());
    marks.finish(task.reads(), MarkSchedule.Result.FAILED);
  }

  private volatile Instant nextStore = Instant.MIN;

  /** Whether something is there to be stored, and the last time was long enough ago. */
  public boolean isStoreDue() {
    return !finished.isEmpty() && !clock.instant().isBefore(nextStore);
  }

  /** What is to be stored now. */
  public List<Observation> toStore(Exchange exchange) {
    FinishedReads.Batch batch = finished.drain();
    exchange.setProperty("batch", batch);
    exchange.setProperty("storeStarted", clock.instant());
    return batch.observations();
  }

  /** All of it has been stored. Storing pauses for a quarter of the time that it took. */
  public void stored(
      @ExchangeProperty("batch") FinishedReads.Batch batch,
      @ExchangeProperty("storeStarted") Instant started)
      throws IOException {
    marks.finish(batch.reads(), MarkSchedule.Result.STORED);
    Instant now = clock.instant();
    nextStore = now.plus(Duration.between(started, now).dividedBy(4));
  }

  /** It could not be stored, and is read again. */
  public void notStored(
      @ExchangeProperty("batch") FinishedReads.Batch batch,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure)
      throws IOException {
    LOG.error("changes could not be stored and are read again later: {}", failure.toString());
    marks.finish(batch.reads(), MarkSchedule.Result.FAILED);
  }
}

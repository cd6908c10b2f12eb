// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.notify;

import io.concertim.view.config.NotifyTarget;
import io.concertim.view.log.LogOnce;
import io.concertim.view.source.http.CallAddress;
import io.concertim.view.store.DataDirectory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what is sent to which target next, and what becomes of it. Targets wait for each other
 * neither here nor in the routes; the changes of one target are sent one after the other.
 */
public final class Deliveries {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

  private final List<Target> targets = new ArrayList<>();
  private final Set<Target> busy = ConcurrentHashMap.newKeySet();
  private final DataDirectory directory;
  private final String source;
  private final Clock clock;
  private final MeterRegistry meters;
  private final LogOnce logOnce;
  private volatile boolean stopped;

  /**
   * @param portal address of the portal, which names the view in the events
   * @param settled the generation of the last view that the files show
   * @param steady a clock that is never set back, for pauses
   */
  public Deliveries(
      List<NotifyTarget> settings,
      URI portal,
      DataDirectory directory,
      LongSupplier settled,
      InstantSource steady,
      Clock clock,
      MeterRegistry meters) {
    this.directory = directory;
    this.source = Event.source(portal);
    this.clock = clock;
    this.meters = meters;
    this.logOnce = new LogOnce(clock);
    for (NotifyTarget one : settings) {
      Counter gaps =
          Counter.builder("view.notify.gaps")
              .description("times at which changes left the history before they could be sent")
              .tag("target", one.name())
              .register(meters);
      Target target = new Target(one, directory, settled, steady, gaps::increment);
      targets.add(target);
      List.of("accepted", "postponed", "refused").forEach(result -> deliveries(target, result));
      Gauge.builder("view.notify.behind", target, this::behind)
          .description("age of the oldest change that waits to be sent")
          .baseUnit("seconds")
          .tag("target", one.name())
          .register(meters);
    }
  }

  private Counter deliveries(Target target, String result) {
    return Counter.builder("view.notify.deliveries")
        .description("changes that were sent, by what became of them")
        .tags("target", target.getName(), "result", result)
        .register(meters);
  }

  private double behind(Target target) {
    Instant since = target.waitingSince();
    return since == null
        ? 0
        : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
  }

  /** The targets to which something is to be sent now, and nothing is being sent. */
  public List<Target> due() {
    List<Target> due = targets.stream().filter(one -> !busy.contains(one) && isDue(one)).toList();
    busy.addAll(due);
    return due;
  }

  /** Whether something is to be sent to the target now. */
  public boolean isDue(@ExchangeProperty("target") Target target) {
    try {
      return !stopped && target.isDue();
    } catch (IOException e) {
      if (logOnce.isNew(target.getName(), e.toString())) {
        LOG.error("{}: the history cannot be read: {}", target.settings().key(), e.toString());
      }
      return false;
    }
  }

  /** Makes the message for the next change of the target. */
  public void prepare(Exchange exchange, @ExchangeProperty("target") Target target) {
    Event event = Event.of(target.head(), source);
    exchange.setProperty("event", event);
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    byte[] body = event.bytes();
    message.setBody(body);
    message.setHeader(Exchange.HTTP_METHOD, "POST");
    message.setHeader(Exchange.CONTENT_TYPE, Event.CONTENT_TYPE);
    message.setHeader(Exchange.CONTENT_LENGTH, body.length); // else it comes in chunks
    NotifyTarget settings = target.settings();
    settings
        .secret()
        .ifPresent(secret -> message.setHeader(Event.SIGNATURE, event.signature(secret)));
    settings.url().ifPresent(url -> CallAddress.of(settings.key(), url).of(message));
  }

  /** The target has the change. */
  public void accepted(@ExchangeProperty("target") Target target) {
    goOn(target);
    deliveries(target, "accepted").increment();
    if (logOnce.isOver(target.getName())) {
      LOG.info("{} takes changes again", target.settings().key());
    }
  }

  /** Lets the change be sent again later, or keeps it where refused ones are, and goes on. */
  public void refused(
      @ExchangeProperty("target") Target target,
      @ExchangeProperty("event") Event event,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    if (stopped) {
      return;
    }
    Refusal refusal = Refusal.of(target.settings().key(), failure, Target.LONGEST_PAUSE, clock);
    if (refusal.isOfTheEvent() && isKept(target, event, refusal)) {
      goOn(target);
      deliveries(target, "refused").increment();
    } else {
      postpone(target, refusal);
    }
  }

  /** Keeps a refused event; if it cannot be kept, it has to wait. */
  private boolean isKept(Target target, Event event, Refusal refusal) {
    Path file = directory.refused(target.getName());
    try {
      new RefusedEvents(file, directory.earlierRefused(target.getName()))
          .add(clock.instant(), refusal.reason(), event);
      LOG.warn("{}; event {} is kept in {}", refusal.reason(), event.id(), file);
      return true;
    } catch (IOException e) {
      LOG.error("{} cannot be written: {}", file, e.toString());
      return false;
    }
  }

  private void postpone(Target target, Refusal refusal) {
    Duration pause = target.postpone(refusal.pause().orElse(Duration.ZERO));
    deliveries(target, "postponed").increment();
    if (logOnce.isNew(target.getName(), refusal.reason())) {
      LOG.warn(
          "{}; changes wait, and are sent again in {} s, later every {} min",
          refusal.reason(),
          pause.toSeconds(),
          Target.LONGEST_PAUSE.toMinutes());
    }
  }

  private void goOn(Target target) {
    written(target, target::done);
  }

  /** Nothing more is to be sent to the target now. */
  public void ended(@ExchangeProperty("target") Target target) {
    written(target, target::save);
    busy.remove(target);
  }

  private interface Step {
    void take() throws IOException;
  }

  /** Without a cursor on the disk a restart sends again what the target has. */
  private void written(Target target, Step step) {
    try {
      step.take();
    } catch (IOException e) {
      Path file = directory.notified(target.getName());
      if (logOnce.isNew(file.toString(), e.toString())) {
        LOG.error("{} cannot be written: {}; it is tried again", file, e.toString());
      }
    }
  }

  /** How far each target is behind, for people. */
  public String state() {
    List<String> behind =
        targets.stream()
            .filter(target -> target.waitingSince() != null)
            .map(target -> target.getName() + " is " + Math.round(behind(target)) + " s behind")
            .toList();
    return behind.isEmpty() ? "all changes were sent" : String.join(", ", behind);
  }

  /** Lets no further call begin. */
  public void stop() {
    stopped = true;
  }
}

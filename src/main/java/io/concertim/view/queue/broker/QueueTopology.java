// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.concertim.view.config.QueueSettings;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionListener;

/**
 * Makes our queue and its bindings on every new connection and again every minute: the services'
 * exchanges are often not durable, so a broker's restart drops our bindings without a word
 * (anchors.md section 6.1). The exchanges themselves are never made.
 *
 * <p>Threads of the connection factory come here while they hold its lock, and waiting for the
 * broker takes that lock: so nothing here is locked, and two threads may declare at once, which
 * does no harm.
 */
public final class QueueTopology implements ConnectionListener {
  private static final Logger LOG = LoggerFactory.getLogger(QueueTopology.class);
  private static final String TAKEN = "another program took messages from our queue";
  private static final String IS_FULL = "the queue is full and may have lost messages";

  private final ConnectionFactory connections;
  private final QueueSettings settings;
  private final String user;
  private final BooleanSupplier requestSync;
  private final Clock clock;
  private final AtomicReference<BrokerState> state;
  private final AtomicBoolean gap = new AtomicBoolean(true);
  private final AtomicBoolean wasFull = new AtomicBoolean();
  private final Set<String> unbounded = ConcurrentHashMap.newKeySet();
  private final BrokenConnections broken;
  private final OtherConsumers others;

  /**
   * @param user who signs in, for what to do about a missing permission
   * @param requestSync asks for a full sync, as notifications may have been missed; false if that
   *     could not be asked
   */
  public QueueTopology(
      ConnectionFactory connections,
      QueueSettings settings,
      String user,
      BooleanSupplier requestSync,
      Clock clock) {
    this.connections = connections;
    this.settings = settings;
    this.user = user;
    this.requestSync = requestSync;
    this.clock = clock;
    this.broken = new BrokenConnections(clock);
    this.others = new OtherConsumers(settings.name(), clock);
    this.state =
        new AtomicReference<>(
            new BrokerState(false, clock.instant(), "not connected yet", List.of(), 0));
  }

  public BrokerState state() {
    return state.get();
  }

  /** Messages may have been lost. */
  @Override
  public void onCreate(Connection connection) {
    gap.set(true);
    declareOn(connection);
  }

  @Override
  public void onClose(Connection connection) {
    become(false, "the connection is closed; it is opened again", List.of(), 0);
  }

  @Override
  public void onShutDown(ShutdownSignalException signal) {
    if (!signal.isInitiatedByApplication()) {
      broken.broke(signal.getReference());
      become(false, "the connection broke: " + BrokerFailures.reason(signal), List.of(), 0);
    }
  }

  @Override
  public void onFailed(Exception failure) {
    become(false, "no connection: " + BrokerFailures.connecting(failure), List.of(), 0);
  }

  /** Messages have been acknowledged, so they get through. */
  public void acknowledged() {
    broken.acknowledged();
  }

  /**
   * The broker has ended our consumer. If the queue was deleted, it may be there again when we look
   * next, so this alone tells that messages may have been lost.
   */
  public void consumerEnded() {
    gap.set(true);
  }

  /** Opens the connection if there is none, and declares what is missing. */
  public void declare() {
    try {
      Connection connection = connections.createConnection();
      if (connection.isOpen()) {
        declareOn(connection);
      } else {
        onChannel(connection, channel -> null); // Spring opens it for that, and onCreate declares
      }
    } catch (IOException e) {
      LOG.debug("the connection broke at once", e); // told by onShutDown
    } catch (AmqpException e) {
      LOG.debug("the broker cannot be reached", e); // told by onFailed
      become(false, "no connection: " + BrokerFailures.connecting(e), List.of(), 0);
    }
  }

  private void declareOn(Connection connection) {
    boolean missed = gap.getAndSet(false); // what is set from here on, this may come too early for
    String failure = deadLetters(connection);
    AMQP.Queue.DeclareOk queue = null;
    if (failure == null) {
      try {
        missed |= isMissing(connection);
        queue = made(connection, settings.name(), QueueArguments.of(settings));
        missed |= purgedIfPoisoned(connection);
      } catch (IOException | AmqpException e) {
        failure = queueAdvice(e);
      }
    }
    List<String> missing = new ArrayList<>();
    if (queue != null) {
      for (String exchange : settings.exchanges()) {
        String trouble = bind(connection, exchange);
        if (trouble != null) {
          missing.add(trouble);
        }
      }
      if (missing.size() == settings.exchanges().size()) {
        failure = "none of the exchanges can be used: " + missing.get(0);
      }
      failure = failure == null ? broken.failure() : failure;
      failure = failure == null ? others.failure() : failure;
    }
    long depth = queue == null ? 0 : queue.getMessageCount();
    boolean full = queue != null && isFull(depth);
    missed |= wasFull.getAndSet(full) || full || (failure == null && wasMissing(missing));
    missed |= queue == null; // then it is not known any more what was bound before
    if (missed
        && (failure != null || !askForSync(full ? IS_FULL : "notifications may be missed"))) {
      gap.set(true);
    }
    if (connection.isOpen()) {
      become(true, failure, missing, depth);
    }
  }

  /**
   * Looks how many messages wait, and who takes them. A queue that is full loses the oldest, so a
   * full sync is asked for when it has become full and, as more may have been lost, when it no
   * longer is. The same goes for a queue from which another program takes messages.
   */
  public void look() {
    String before = others.failure();
    if (!state().isListening() && before == null) {
      return;
    }
    try {
      AMQP.Queue.DeclareOk queue = with(connections.createConnection(), this::passively);
      others.counted(settings.isForSeveral() ? 1 : queue.getConsumerCount());
      long depth = queue.getMessageCount();
      String failure = others.failure();
      become(
          old ->
              new BrokerState(
                  old.connected(),
                  old.since(),
                  Objects.equals(old.failure(), before) ? failure : old.failure(),
                  old.missing(),
                  depth));
      if ((before == null) != (failure == null) && !askForSync(TAKEN)) {
        gap.set(true);
      }
      boolean full = isFull(depth);
      if (wasFull.getAndSet(full) != full
          && !askForSync(full ? IS_FULL : "the queue was full and may have lost messages")) {
        gap.set(true);
      }
    } catch (IOException | AmqpException e) {
      LOG.debug("the queue cannot be looked at, so it is made again", e);
      declare();
    }
  }

  /**
   * Deletes the messages of our queue if one of them seems to break each connection: the queue is
   * only a hint at what to read, and a full sync makes up for it.
   */
  private boolean purgedIfPoisoned(Connection connection) throws IOException {
    if (!broken.isLikelyByMessage()) {
      return false;
    }
    int purged = with(connection, c -> c.queuePurge(settings.name())).getMessageCount();
    if (purged > 0) {
      broken.acknowledged();
      LOG.warn(
          "RabbitMQ: a message breaks each connection, so the {} messages of {} were deleted",
          purged,
          settings.name());
    }
    return purged > 0;
  }

  private AMQP.Queue.DeclareOk passively(Channel channel) throws IOException {
    return channel.queueDeclarePassive(settings.name());
  }

  /** Whether it has its most messages; AMQP says of no queue how many bytes they have. */
  private boolean isFull(long depth) {
    return depth >= QueueArguments.mostMessages(settings);
  }

  private boolean askForSync(String reason) {
    LOG.info("{}, so a full sync is asked for", reason);
    return requestSync.getAsBoolean();
  }

  /** Whether an exchange could be bound that could not before. */
  private boolean wasMissing(List<String> missing) {
    return !missing.containsAll(state.get().missing());
  }

  private interface Step<T> {
    T on(Channel channel) throws IOException;
  }

  /**
   * Takes a step, which never opens a connection: that begins all steps anew, and without end where
   * a step is what the broker closes connections for.
   *
   * @throws IOException also if the connection breaks meanwhile
   */
  private static <T> T with(Connection connection, Step<T> step) throws IOException {
    if (!connection.isOpen()) {
      throw new IOException("the connection is closed");
    }
    return onChannel(connection, step);
  }

  /** Each step has a channel of its own, as the broker closes one on which something failed. */
  private static <T> T onChannel(Connection connection, Step<T> step) throws IOException {
    try (Channel channel = connection.createChannel(false)) {
      return step.on(BrokerConnection.itself(channel));
    } catch (ShutdownSignalException
        | IllegalStateException
        | NullPointerException // Spring's, where its connection is closed just now
        | TimeoutException e) {
      throw new IOException(e);
    }
  }

  /** Whether our queue is not there, so that nothing was kept for us. */
  private boolean isMissing(Connection connection) throws IOException {
    try {
      with(connection, this::passively);
      return false;
    } catch (IOException e) {
      if (BrokerFailures.reason(e).contains("404")
          || BrokerFailures.reason(e).contains("NOT_FOUND")) {
        return true;
      }
      throw e;
    }
  }

  /**
   * Declares a queue. A queue of an earlier version has no bound in bytes and is used as it is,
   * since the broker cannot change the arguments of a queue.
   */
  private AMQP.Queue.DeclareOk made(
      Connection connection, String queue, Map<String, Object> arguments) throws IOException {
    if (!unbounded.contains(queue)) {
      try {
        return with(connection, c -> c.queueDeclare(queue, true, false, false, arguments));
      } catch (IOException e) {
        if (!arguments.containsKey(QueueArguments.BYTES)
            || !BrokerFailures.reason(e).contains("406")) {
          throw e;
        }
      }
    }
    AMQP.Queue.DeclareOk old =
        with(
            connection,
            c -> c.queueDeclare(queue, true, false, false, QueueArguments.withoutBytes(arguments)));
    if (unbounded.add(queue)) {
      LOG.warn(
          "RabbitMQ: {} has no bound in bytes, as an earlier version made it; delete it, and it is"
              + " made again with one",
          queue);
    }
    return old;
  }

  private String deadLetters(Connection connection) {
    try {
      made(connection, settings.deadLetters(), QueueArguments.ofDeadLetters(settings));
      return null;
    } catch (IOException | AmqpException e) {
      return queueAdvice(e);
    }
  }

  /** Why the exchange is not bound; null if it is. */
  private String bind(Connection connection, String exchange) {
    try {
      for (String key : settings.routingKeys()) {
        with(
            connection,
            channel -> {
              channel.exchangeDeclarePassive(exchange);
              return channel.queueBind(settings.name(), exchange, key);
            });
      }
      return null;
    } catch (IOException | AmqpException e) {
      String reason = BrokerFailures.reason(e);
      if (reason.contains("404")) {
        return exchange + " is not there; it is bound as soon as its service has made it";
      }
      return exchange + ": " + reason + BrokerFailures.permissionAdvice(reason, user);
    }
  }

  private String queueAdvice(Exception failure) {
    String reason = BrokerFailures.reason(failure);
    if (reason.contains("406")) {
      return "our queue is there with other arguments ("
          + reason
          + "); delete it, or write its arguments into view.queue";
    }
    return "our queue cannot be made ("
        + reason
        + ")"
        + BrokerFailures.permissionAdvice(reason, user);
  }

  private void become(boolean connected, String failure, List<String> missing, long depth) {
    Instant now = clock.instant();
    become(
        old ->
            new BrokerState(
                connected,
                old.connected() == connected ? old.since() : now,
                failure,
                List.copyOf(missing),
                depth));
  }

  /** Keeps the state, and logs what is new in it. */
  private void become(UnaryOperator<BrokerState> change) {
    BrokerState before = state.getAndUpdate(change);
    BrokerState after = change.apply(before);
    if (after.failure() != null && !after.failure().equals(before.failure())) {
      LOG.warn("RabbitMQ: {}", after.failure());
    } else if (after.isListening() && !before.isListening()) {
      LOG.info(
          "RabbitMQ: listening on {}, bound to {} of {}",
          settings.name(),
          settings.exchanges().size() - after.missing().size(),
          settings.exchanges());
    }
    if (after.failure() == null && !Objects.equals(after.missing(), before.missing())) {
      after.missing().forEach(trouble -> LOG.warn("RabbitMQ: exchange {}", trouble));
    }
  }
}

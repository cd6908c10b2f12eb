package io.concertim.view.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of this program itself, the {@code view} block; all have a default in {@code
 * config.schema.json}.
 *
 * @param schedule when full syncs run
 * @param connectTimeout longest wait for a connection
 * @param responseTimeout longest wait for the next part of an answer
 * @param retries how often a failed call is tried again, 0 or more
 * @param retryDelay wait before the first try again
 * @param sourceDeadline longest time for the whole read of one source
 * @param pageSize rows asked for per call of a list
 * @param fullRereadEvery in so many syncs each stack is read, 1 or more
 * @param killbillInterval shortest time from one read of Kill Bill to the next
 * @param requireOrder whether a stack without a billing subscription stays out of view.pickle
 * @param deletions when deletions found by absence are held
 * @param historyBytes so much of the changes is kept, and as much again of earlier ones
 * @param logFormat the form of the log's lines
 * @param maxAge what was read longer ago is not relied on
 * @param management where console, HTTP API, health and metrics are to be had
 * @param queue the queue of the cloud's notifications
 * @param concurrency how many calls may run at once
 */
public record ViewSettings(
    Schedule schedule,
    Duration connectTimeout,
    Duration responseTimeout,
    int retries,
    Duration retryDelay,
    Duration sourceDeadline,
    int pageSize,
    int fullRereadEvery,
    Duration killbillInterval,
    boolean requireOrder,
    Deletions deletions,
    int historyBytes,
    LogFormat logFormat,
    Duration maxAge,
    Management management,
    QueueSettings queue,
    Concurrency concurrency) {
  /** The least that maxAge is unless the file names it. */
  public static final Duration MAX_AGE = Duration.ofMinutes(15);

  /** The same for a process beside the service, which has the management address. */
  public ViewSettings withoutManagement() {
    return new ViewSettings(
        schedule,
        connectTimeout,
        responseTimeout,
        retries,
        retryDelay,
        sourceDeadline,
        pageSize,
        fullRereadEvery,
        killbillInterval,
        requireOrder,
        deletions,
        historyBytes,
        logFormat,
        maxAge,
        new Management(Optional.empty(), false),
        queue,
        concurrency);
  }

  /**
   * When deletions found by absence are held.
   *
   * @param threshold share of a source's objects, 0 to 1, above which they are held
   * @param minimum number of deletions up to which they are never held
   */
  public record Deletions(double threshold, int minimum) {}

  /**
   * Where console, HTTP API, health and metrics are to be had.
   *
   * @param address of view_sync and view; view_queue takes the next port; empty for nowhere
   * @param chosen whether the file names it, so that it must be free
   */
  public record Management(Optional<InetSocketAddress> address, boolean chosen) {

    /** The address of one process: both services read one file on one machine. */
    public Optional<InetSocketAddress> addressOf(boolean queueOnly) {
      return address.map(
          first ->
              queueOnly && first.getPort() > 0
                  ? new InetSocketAddress(first.getAddress(), first.getPort() + 1)
                  : first);
    }
  }

  /**
   * How many calls may run at once, per service, each 1 or more.
   *
   * @param concertim Concertim
   * @param identity Keystone
   * @param compute Nova
   * @param orchestration Heat
   * @param volume Cinder
   * @param network Neutron
   * @param killbill Kill Bill
   */
  public record Concurrency(
      int concertim,
      int identity,
      int compute,
      int orchestration,
      int volume,
      int network,
      int killbill) {}
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of this program itself, the {@code view} block; all have a default in {@code
 * config.schema.json}.
 *
 * @param cron when full syncs run, as a valid Quartz expression, seconds first; empty for every
 *     interval
 * @param interval time from one full sync to the next, positive
 * @param connectTimeout longest wait for a connection
 * @param responseTimeout longest wait for the next part of an answer
 * @param retries how often a failed call is tried again, 0 or more
 * @param retryDelay wait before the first try again
 * @param sourceDeadline longest time for the whole read of one source
 * @param pageSize rows asked for per call of a list
 * @param fullRereadEvery in so many syncs each stack is read, 1 or more
 * @param fullListsEvery longest time from one read of all the cloud's lists to the next; empty to
 *     go by their cost
 * @param killbillInterval shortest time from one read of Kill Bill to the next
 * @param requireOrder whether a stack without a billing subscription stays out of view.pickle
 * @param requireHttps whether an address of the catalog without TLS is refused
 * @param deletions when deletions found by absence are held
 * @param historyBytes so much of the changes is kept, and as much again of earlier ones
 * @param publishShare the largest share of the time, above 0, in which the two files are written
 * @param logFormat the form of the log's lines
 * @param maxAge what was read longer ago is not relied on
 * @param management where console, HTTP API, health and metrics are to be had
 * @param queue the queue of the cloud's notifications
 * @param concurrency how many calls may run at once, 1 or more, for each service as the routes name
 *     it
 * @param memory the heap in bytes of which the bounds of answers are shares; empty for this one's
 * @param load how much of a system's time the reads of its lists may take, by its name: shares
 *     above 0, up to 1
 * @param links the addresses at which people look at a system with a browser, by its name
 */
public record ViewSettings(
    Optional<String> cron,
    Duration interval,
    Duration connectTimeout,
    Duration responseTimeout,
    int retries,
    Duration retryDelay,
    Duration sourceDeadline,
    int pageSize,
    int fullRereadEvery,
    Optional<Duration> fullListsEvery,
    Duration killbillInterval,
    boolean requireOrder,
    boolean requireHttps,
    Deletions deletions,
    int historyBytes,
    double publishShare,
    LogFormat logFormat,
    Duration maxAge,
    Management management,
    QueueSettings queue,
    Map<String, Integer> concurrency,
    Optional<Long> memory,
    Map<String, Double> load,
    Map<String, String> links) {
  /** The least that maxAge is unless the file names it. */
  public static final Duration MAX_AGE = Duration.ofMinutes(15);

  /** The longest rest of a system between two reads: what was read must not get too old. */
  public Duration longestRest() {
    return maxAge.dividedBy(2);
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
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Our own queue of the cloud's notifications, the block {@code view.queue}.
 *
 * @param name name of the queue
 * @param exchanges the services' exchanges it is bound to
 * @param routingKeys what is bound of each
 * @param eventTypes which messages make an object be read again
 * @param maxLength so many messages are kept, the newest; 0 for no bound
 * @param messageTtl how long a message is kept; empty for as long as there is room
 * @param arguments further arguments of the queue; whole numbers and truth values are sent as such
 * @param prefetch so many messages may be on their way at once, 1 or more
 * @param deadLetterBodies whether the record of a message that cannot be understood holds its body
 * @param readers so many objects are read again at once of each service, 1 or more
 * @param bulkThreshold of more objects of a kind than this the list is read
 * @param readInterval shortest time between two reads of one object
 * @param portalInterval how often the portal is read while the view offers it something
 */
public record QueueSettings(
    String name,
    List<String> exchanges,
    List<String> routingKeys,
    EventTypes eventTypes,
    int maxLength,
    Optional<Duration> messageTtl,
    Map<String, Object> arguments,
    int prefetch,
    boolean deadLetterBodies,
    int readers,
    int bulkThreshold,
    Duration readInterval,
    Duration portalInterval) {

  /** The argument by which a queue gives its messages to one of its consumers at a time. */
  static final String ONE_CONSUMER = "x-single-active-consumer";

  /** Whether several programs may listen, of which one at a time gets the messages. */
  public boolean isForSeveral() {
    return Boolean.TRUE.equals(arguments.get(ONE_CONSUMER));
  }

  /** The queue that takes what cannot be understood. */
  public String deadLetters() {
    return name + ".dead";
  }
}

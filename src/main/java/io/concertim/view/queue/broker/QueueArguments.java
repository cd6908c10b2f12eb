// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import io.concertim.view.config.QueueSettings;
import java.util.HashMap;
import java.util.Map;

/**
 * The arguments with which our queues are declared. A queue beyond its bounds drops its oldest
 * messages.
 */
final class QueueArguments {
  static final String BYTES = "x-max-length-bytes";
  private static final String LENGTH = "x-max-length";

  /** Bytes that a message may have on average; recorded messages have 2 to 8 KiB. */
  private static final long AVERAGE_BYTES = 16 * 1024;

  private static final int MOST_DEAD_LETTERS = 10_000;

  private QueueArguments() {}

  /** The arguments of the queue of notifications; those of the operator override ours. */
  static Map<String, Object> of(QueueSettings settings) {
    Map<String, Object> arguments = new HashMap<>();
    if (settings.maxLength() > 0) {
      arguments.put(LENGTH, settings.maxLength());
      arguments.put(BYTES, settings.maxLength() * AVERAGE_BYTES);
      arguments.put("x-overflow", "drop-head");
    }
    settings.messageTtl().ifPresent(ttl -> arguments.put("x-message-ttl", ttl.toMillis()));
    arguments.putAll(settings.arguments());
    return arguments;
  }

  /** So many messages the queue of notifications may have, by whichever of them. */
  static long mostMessages(QueueSettings settings) {
    return of(settings).get(LENGTH) instanceof Number most ? most.longValue() : Long.MAX_VALUE;
  }

  /** The arguments of the dead-letter queue. */
  static Map<String, Object> ofDeadLetters(QueueSettings settings) {
    return settings.maxLength() > 0
        ? Map.of(LENGTH, MOST_DEAD_LETTERS, BYTES, MOST_DEAD_LETTERS * AVERAGE_BYTES)
        : Map.of();
  }

  /** The arguments that an earlier version used. */
  static Map<String, Object> withoutBytes(Map<String, Object> arguments) {
    Map<String, Object> earlier = new HashMap<>(arguments);
    earlier.remove(BYTES);
    return earlier;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * What view_queue has last told of itself.
 *
 * @param at when it did
 * @param listening whether notifications reached it
 * @param failure why not, as a text of others; empty if they did
 */
public record QueueHealthFile(Instant at, boolean listening, String failure) {
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

  /**
   * Reads the file.
   *
   * @throws IOException if it is not there, or cannot be understood
   */
  public static QueueHealthFile read(Path file) throws IOException {
    JsonNode health = new ObjectMapper().readTree(RegularFile.of(file).toFile());
    try {
      return new QueueHealthFile(
          Instant.parse(health.path("at").asText()),
          health.path("listening").asBoolean(),
          health.path("failure").asText());
    } catch (DateTimeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Whether the file says so, if there is one. */
  public static boolean saysListening(Path file, Instant now) {
    try {
      return read(file).isListening(now);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether notifications reached it in the last minute. */
  public boolean isListening(Instant now) {
    return listening && Duration.between(at, now).compareTo(LONGEST_SILENCE) < 0;
  }
}

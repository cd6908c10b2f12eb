// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a broker or a publisher chose steers no terminal that shows a record of it. */
class PlainRecordsTest {
  private static final String STEERING = "\u001b[2J\u0085\u007f\u202e\u2066x\n";

  @Test
  void aDeadLetter() throws IOException {
    byte[] record = DeadLetters.bytes(Map.of("from", STEERING));

    assertPlain(record);
    assertEquals(STEERING, new ObjectMapper().readTree(record).path("from").asText());
  }

  @Test
  void theHealthOfTheQueue() throws IOException {
    BrokerState state = new BrokerState(true, Instant.EPOCH, STEERING, List.of(STEERING), 0);

    byte[] health = QueueHealth.bytes(state, 1, Instant.EPOCH);

    assertPlain(health);
    assertEquals(STEERING, new ObjectMapper().readTree(health).path("failure").asText());
  }

  private static void assertPlain(byte[] json) {
    String text = new String(json, StandardCharsets.UTF_8);
    assertTrue(text.matches("[ -~]+"), text);
  }
}

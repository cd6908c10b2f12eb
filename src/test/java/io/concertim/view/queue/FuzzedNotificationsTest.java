// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concertim.view.lab.Mutations;
import io.concertim.view.merge.Layers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Messages that are damaged in any place come down to marks or to a dead letter. */
class FuzzedNotificationsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Notifications notifications = new Notifications(Layers::empty);
  private final List<String> recorded;

  FuzzedNotificationsTest() throws IOException {
    recorded = Files.readAllLines(Path.of("src/test/resources/notifications/recorded.jsonl"));
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs();
  }

  private String body(Random random) throws IOException {
    return JSON.readTree(recorded.get(random.nextInt(recorded.size()))).path("body").asText();
  }

  private void assertMarkedOrRefused(byte[] message) {
    try {
      for (ReadRequest mark : notifications.requests(message, notifications.eventType(message))) {
        assertNotNull(mark.kind());
        assertFalse(mark.id().isEmpty());
      }
    } catch (MalformedNotificationException e) {
      assertNotNull(e.getMessage());
    }
  }

  @Property(tries = 2000)
  void damagedBytes(@ForAll("seeds") long seed) throws IOException {
    Random random = new Random(seed);
    assertMarkedOrRefused(Mutations.of(body(random).getBytes(StandardCharsets.UTF_8), random));
  }

  @Property(tries = 2000)
  void oddEnvelopes(@ForAll("seeds") long seed) throws IOException {
    Random random = new Random(seed);
    assertMarkedOrRefused(Mutations.bytes(Mutations.of(JSON.readTree(body(random)), random)));
  }

  @Property(tries = 2000)
  void oddMessagesInGoodEnvelopes(@ForAll("seeds") long seed) throws IOException {
    Random random = new Random(seed);
    JsonNode envelope = JSON.readTree(body(random));
    if (envelope.path("oslo.message").isTextual()) {
      JsonNode message =
          Mutations.of(JSON.readTree(envelope.path("oslo.message").asText()), random);
      ((ObjectNode) envelope)
          .put("oslo.message", new String(Mutations.bytes(message), StandardCharsets.UTF_8));
    }
    assertMarkedOrRefused(Mutations.bytes(envelope));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.config.Secret;
import io.concertim.view.history.Change;
import io.concertim.view.history.Change.Op;
import io.concertim.view.history.ChangesAfter.Entry;
import io.concertim.view.history.SomeChanges;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

class EventTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode event(Change change) throws IOException {
    return JSON.readTree(Event.of(new Entry("0123abcd", change), "/here").body());
  }

  @Test
  void isACloudEventWithTheChangeInIt() throws IOException {
    assertEquals(
        JSON.readTree(
            """
            {
              "specversion": "1.0",
              "id": "0123abcd",
              "source": "/here",
              "type": "io.concertim.view.device.changed",
              "subject": "d1",
              "time": "2026-11-27T10:00:07Z",
              "datacontenttype": "application/json",
              "data": {
                "at": "2026-11-27T10:00:07Z",
                "generation": 7,
                "cause": "full sync",
                "delay_millis": null,
                "kind": "device",
                "id": "d1",
                "name": "name-of-d1",
                "op": "CHANGED",
                "field": "status",
                "before": "ACTIVE",
                "after": "FAILED",
                "rack": {"id": "r1", "name": "rack one"},
                "team": {"id": "t1", "name": "alpha"}
              }
            }
            """),
        event(SomeChanges.status(7, "d1", "ACTIVE", "FAILED")));
  }

  @Test
  void leavesOutTheValuesOfAStacksOutputs() throws IOException {
    JsonNode event =
        event(SomeChanges.of(7, "rack", "r1", Op.CHANGED, "details.output.pw", "old", "hunter2"));

    assertFalse(event.toString().contains("hunter2") || event.toString().contains("old"));
    assertEquals("details.output.pw", event.at("/data/field").asText());
  }

  @Test
  void namesTheViewByItsPortal() {
    assertEquals("/concertim-view/portal%3A7443", Event.source(URI.create("https://portal:7443")));
    assertTrue(Event.source(URI.create("https://[::1]/x")).matches("[A-Za-z0-9/%-]+"));
  }

  /** RFC 4231 section 4.3. */
  @Test
  void isSignedByHmacSha256() {
    assertEquals(
        "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        new Event("", "", "what do ya want for nothing?").signature(new Secret("Jefe")));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.fuzz.FuzzTarget;
import io.concertim.view.merge.Layers;
import io.concertim.view.queue.MalformedNotificationException;
import io.concertim.view.queue.Notifications;
import io.concertim.view.queue.ReadRequest;
import java.util.List;

/**
 * The input is the body of a message, also as one that is said to be compressed. It comes down to a
 * few reads of possible ids, or to a reason for the dead letter.
 */
public final class NotificationFuzz implements FuzzTarget {
  private static final int MOST = 100;

  private final Notifications notifications = new Notifications(Layers::empty);
  private final ReceivedBody bodies = new ReceivedBody();

  @Override
  public void accept(byte[] body) {
    for (String compression : new String[] {null, "application/x-gzip", "application/x-bz2"}) {
      try {
        byte[] unpacked = bodies.unpack(body, compression, null);
        String type = notifications.eventType(unpacked);
        List<ReadRequest> requests = notifications.requests(unpacked, type);
        assertTrue(requests.size() <= MOST, () -> requests.size() + " requests");
        for (ReadRequest request : requests) {
          assertTrue(request.isList() || ReadRequest.isPossible(request.id()), request::id);
        }
      } catch (MalformedNotificationException e) {
        assertNotNull(e.getMessage());
      }
    }
  }
}

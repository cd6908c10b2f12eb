// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import io.concertim.view.history.BeyondHistoryException;
import io.concertim.view.history.PastViews;
import io.concertim.view.model.view.View;
import io.concertim.view.store.StoreJson;
import io.concertim.view.store.StoredView;
import io.concertim.view.store.ViewJson;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Earlier views, and when there were which. One at a time is computed, and few are kept until they
 * have been sent, so that memory is bounded.
 */
final class PastEndpoints {
  static final int AT_ONCE = 4;
  private static final int MOST_MOMENTS = 2000;

  private final StoredView stored;
  private final PastViews past;
  private final Semaphore free = new Semaphore(AT_ONCE);

  PastEndpoints(StoredView stored, PastViews past) {
    this.stored = stored;
    this.past = past;
  }

  /**
   * The view of a time, or its first racks: 404 if the history does not hold it, 503 while as many
   * are sent as may be.
   *
   * @param racks how many racks; empty for all of the view
   */
  Response at(Instant time, Optional<Long> racks) throws IOException {
    if (!free.tryAcquire()) {
      return Response.later(AT_ONCE + " earlier views are being sent; ask again");
    }
    try {
      return computed(time, racks).then(free::release);
    } catch (IOException | RuntimeException | Error e) {
      free.release();
      throw e;
    }
  }

  private synchronized Response computed(Instant time, Optional<Long> racks) throws IOException {
    Optional<View> known = stored.view();
    if (known.isEmpty()) {
      return ViewEndpoints.none();
    }
    try {
      View view = past.at(time, known.get());
      return racks.isPresent()
          ? ViewEndpoints.first(view, racks.get())
          : Response.json(
              ViewEndpoints.tag(view.generation(), view.writtenAt()), () -> ViewJson.bytes(view));
    } catch (BeyondHistoryException e) {
      return Response.error(404, e.getMessage());
    }
  }

  /** When something changed, and how far the history reaches back. */
  Response timeLine(Request request) throws IOException {
    Optional<View> known = stored.view();
    if (known.isEmpty()) {
      return ViewEndpoints.none();
    }
    View view = known.get();
    return Response.json(
        ViewEndpoints.tag(view.generation(), view.writtenAt()), () -> timeLineOf(view));
  }

  private synchronized byte[] timeLineOf(View view) throws IOException {
    return StoreJson.MAPPER.writeValueAsBytes(past.timeLine(view, MOST_MOMENTS));
  }
}

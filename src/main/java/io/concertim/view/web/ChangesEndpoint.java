// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import io.concertim.view.history.Change;
import io.concertim.view.history.RecentChanges;
import io.concertim.view.history.RecentChanges.Since;
import io.concertim.view.store.StoreJson;
import io.concertim.view.store.StoredView;
import java.io.IOException;
import java.util.List;

/**
 * The changes since a generation. The entity tag is that of changes.jsonl; it is another one while
 * the view has not reached that generation.
 */
final class ChangesEndpoint implements Endpoint {
  private static final long USUAL = 1000;
  private static final long MOST = 10_000;

  private final StoredView stored;
  private final RecentChanges changes;

  ChangesEndpoint(StoredView stored, RecentChanges changes) {
    this.stored = stored;
    this.changes = changes;
  }

  /**
   * The answer.
   *
   * @param since as it was requested
   * @param complete whether these are all changes since
   * @param changes the oldest first
   */
  record Changed(long since, boolean complete, List<Change> changes) {}

  @Override
  public Response answer(Request request) throws IOException {
    long since = request.number("since").orElse(0L);
    long limit = Math.min(request.number("limit").orElse(USUAL), MOST);
    String stamp = changes.stamp();
    boolean reached = stored.digest().filter(digest -> digest.generation() >= since).isPresent();
    return Response.json(
        (stamp == null ? "none" : Integer.toHexString(stamp.hashCode())) + (reached ? "" : "-not"),
        () -> {
          Since found = changes.since(since, (int) limit);
          return StoreJson.MAPPER.writeValueAsBytes(
              new Changed(since, reached && found.complete(), found.changes()));
        });
  }
}

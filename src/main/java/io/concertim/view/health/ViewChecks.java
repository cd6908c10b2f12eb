// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.health;

import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.store.StoredView;
import io.concertim.view.store.ViewDigest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the view can be relied on: it is there, it is fresh, and no deletion is held. */
final class ViewChecks {
  private static final String NONE = "no view has been stored yet";

  private final StoredView stored;
  private final Duration maxAge;
  private final Clock clock;

  ViewChecks(StoredView stored, Duration maxAge, Clock clock) {
    this.stored = stored;
    this.maxAge = maxAge;
    this.clock = clock;
  }

  Finding stored() throws IOException {
    return stored
        .digest()
        .map(view -> Finding.well("generation " + view.generation() + " of " + view.writtenAt()))
        .orElseGet(
            () -> Finding.ill(NONE, "wait for the first full sync of view_sync, or see its log"));
  }

  Finding freshness(Source source) throws IOException {
    Optional<SourceStatus> found = stored.digest().map(view -> view.sources().get(source));
    if (found.isEmpty()) {
      return Finding.ill(
          source.label() + " was never read", "see that view_sync runs, and its log");
    }
    SourceStatus status = found.get();
    if (status.readAt() == null) {
      return Finding.ill(
          source.label() + " was never read completely: " + status.reason(), remedy(status));
    }
    Duration age = Duration.between(status.readAt(), clock.instant());
    String read = "read %d s ago".formatted(age.toSeconds());
    if (age.compareTo(maxAge) <= 0) {
      return Finding.well(
          status.complete() ? read : read + "; the last try failed: " + status.reason());
    }
    return Finding.ill(
        "%s was %s, more than view.max_age (%d s)%s"
            .formatted(
                source.label(),
                read,
                maxAge.toSeconds(),
                status.complete() ? "" : ": " + status.reason()),
        remedy(status));
  }

  private static String remedy(SourceStatus status) {
    return status.complete()
        ? "see that view_sync runs and that resync.hold is not left over"
        : "repair what the cause names; the view keeps what was read last, and the next sync tries"
            + " again";
  }

  Finding deletions() throws IOException {
    List<HeldDeletion> held = stored.digest().map(ViewDigest::held).orElse(List.of());
    if (held.isEmpty()) {
      return Finding.well("no deletions are held");
    }
    return Finding.ill(
        held.stream()
            .map(h -> "%d of kind %s: %s".formatted(h.ids().size(), h.kind(), h.reason()))
            .collect(Collectors.joining("; ", "deletions are held, ", "")),
        "if they are right: resync --release-deletions; else repair what hides the objects");
  }
}

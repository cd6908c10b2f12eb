// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an operator wants to know of a view at first sight.
 *
 * @param generation grows with every publication
 * @param writtenAt when the view was made
 */
public record ViewDigest(
    long generation,
    Instant writtenAt,
    Map<Source, SourceStatus> sources,
    Counts counts,
    List<Problem> problems,
    List<HeldDeletion> held) {

  /**
   * How many objects there are.
   *
   * @param racksPending racks that wait for their billing subscription
   * @param racksGone racks marked for deletion
   * @param devicesByStatus such as ACTIVE
   */
  public record Counts(
      int teams,
      int users,
      int templates,
      int racks,
      long racksPending,
      long racksGone,
      int devices,
      Map<String, Long> devicesByStatus) {}

  /** The digest of a view. */
  static ViewDigest of(View view) {
    Map<String, Long> byStatus = new TreeMap<>();
    view.devices().forEach(device -> byStatus.merge(device.status(), 1L, Long::sum));
    return new ViewDigest(
        view.generation(),
        view.writtenAt(),
        view.sources(),
        new Counts(
            view.teams().size(),
            view.users().size(),
            view.templates().size(),
            view.racks().size(),
            view.racks().stream().filter(rack -> rack.pending() != null).count(),
            view.racks().stream().filter(Rack::deleteMarker).count(),
            view.devices().size(),
            byStatus),
        view.problems(),
        view.held());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.view;

import io.concertim.view.model.layer.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The published view: what view.json and view.pickle hold.
 *
 * @param generation grows with every publication
 * @param writtenAt when it was made
 * @param problems objects that were left out or changed, each with a reason
 * @param held deletions that wait for confirmation or for the operator
 */
public record View(
    long generation,
    Instant writtenAt,
    Map<Source, SourceStatus> sources,
    List<Team> teams,
    List<User> users,
    List<Template> templates,
    List<Rack> racks,
    List<Device> devices,
    List<Problem> problems,
    List<HeldDeletion> held) {}

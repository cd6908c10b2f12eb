// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import io.concertim.view.explain.Explanation;
import io.concertim.view.history.Change;
import io.concertim.view.history.RecentChanges;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.Template;
import io.concertim.view.model.view.User;
import io.concertim.view.model.view.View;
import io.concertim.view.state.State;
import io.concertim.view.store.StoreJson;
import io.concertim.view.store.StoredView;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Everything that is known about one object, by any id or name of any system. */
final class ObjectEndpoint implements Endpoint {
  private static final int MOST_CHANGES = 50;

  private final StoredView stored;
  private final Supplier<State> state;
  private final RecentChanges changes;

  ObjectEndpoint(StoredView stored, Supplier<State> state, RecentChanges changes) {
    this.stored = stored;
    this.state = state;
    this.changes = changes;
  }

  /**
   * One fact of a system.
   *
   * @param relation {@code says} for a fact of the object itself, {@code names} for another object
   *     that names it, {@code joined} for an object that the view shows as the same thing
   * @param readAt when the read began
   * @param fact null if the object is gone
   */
  record Said(String relation, String kind, String id, Instant readAt, boolean gone, Fact fact) {}

  /** The parts of the view that are the object. */
  record Shown(
      List<Team> teams,
      List<User> users,
      List<Template> templates,
      List<Rack> racks,
      List<Device> devices) {}

  /**
   * The answer.
   *
   * @param id as it was requested
   * @param ids the object's ids in the systems
   * @param shown how the view shows it and what fe_updates will do, in words
   * @param problems why it is left out, adjusted or held, in words
   * @param changes the latest, the newest first
   */
  record Known(
      String id,
      Set<String> ids,
      Map<Source, List<Said>> layers,
      Shown view,
      List<String> shown,
      List<String> problems,
      List<Change> changes) {}

  @Override
  public Response answer(Request request) throws IOException {
    String id = request.rest();
    if (id.isEmpty()) {
      throw new IllegalArgumentException("an id or a name is expected after /api/objects/");
    }
    Optional<View> view = stored.view();
    if (view.isEmpty()) {
      return ViewEndpoints.none();
    }
    Explanation explanation = Explanation.of(id, state.get(), view.get());
    if (explanation.isUnknown()) {
      return Response.error(404, "no system knows " + id);
    }
    byte[] body = StoreJson.MAPPER.writeValueAsBytes(known(id, explanation, view.get()));
    return Response.json(Integer.toHexString(Arrays.hashCode(body)), () -> body);
  }

  private Known known(String id, Explanation explanation, View view) throws IOException {
    Map<Source, List<Said>> layers = new EnumMap<>(Source.class);
    for (Source source : Source.values()) {
      layers.put(source, new ArrayList<>());
    }
    explanation.observations().forEach(seen -> add("says", seen, layers));
    explanation.mentions().forEach(seen -> add("names", seen, layers));
    explanation.joined().forEach(seen -> add("joined", seen, layers));
    Set<String> ids = explanation.ids();
    return new Known(
        id,
        ids,
        layers,
        new Shown(
            view.teams().stream().filter(team -> team.id().isAmong(ids)).toList(),
            view.users().stream().filter(user -> user.id().isAmong(ids)).toList(),
            view.templates().stream().filter(template -> template.id().isAmong(ids)).toList(),
            view.racks().stream().filter(rack -> rack.id().isAmong(ids)).toList(),
            view.devices().stream().filter(device -> device.id().isAmong(ids)).toList()),
        explanation.shown(),
        explanation.problems(),
        changes.latest(
            change -> ids.contains(change.id()) || id.equals(change.name()), MOST_CHANGES));
  }

  private static void add(String relation, Observation seen, Map<Source, List<Said>> layers) {
    layers
        .get(seen.kind().source())
        .add(
            new Said(
                relation,
                seen.kind().label(),
                seen.id(),
                HybridClock.instant(seen.seen()),
                seen.isGone(),
                seen.fact()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.Template;
import io.concertim.view.model.view.User;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the layers map to.
 *
 * @param places the places given, by cloud id; to be handed to the next mapping
 */
public record Mapped(
    List<Team> teams,
    List<User> users,
    List<Template> templates,
    List<Rack> racks,
    List<Device> devices,
    List<Problem> problems,
    Map<String, Place> places) {

  /** The same, made of the very racks and devices of an earlier mapping where these are equal. */
  public Mapped sharing(Mapped earlier) {
    return new Mapped(
        teams,
        users,
        templates,
        shared(racks, earlier.racks, Rack::id),
        shared(devices, earlier.devices, Device::id),
        problems,
        places);
  }

  private static <T> List<T> shared(List<T> items, List<T> earlier, Function<T, ?> id) {
    Map<Object, T> known = new HashMap<>();
    earlier.forEach(item -> known.put(id.apply(item), item));
    return items.stream()
        .map(
            item -> {
              T before = known.get(id.apply(item));
              return item.equals(before) ? before : item;
            })
        .toList();
  }

  /** The same with other devices. */
  Mapped with(List<Device> changed) {
    return new Mapped(teams, users, templates, racks, changed, problems, places);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Identity;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.Template;
import io.concertim.view.model.view.User;
import io.concertim.view.model.view.View;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * One list of a view.
 *
 * @param name as in view.json
 * @param list the list of a view
 * @param key what stays the same while an object changes: its id in the cloud, or in Concertim
 */
record ViewPart<T extends Record>(
    String name, Class<T> type, Function<View, List<T>> list, Function<T, String> key) {

  /** All lists of a view. The first five hold objects, the others say something about some. */
  static final List<ViewPart<?>> ALL =
      List.of(
          new ViewPart<>("teams", Team.class, View::teams, team -> key(team.id())),
          new ViewPart<>("users", User.class, View::users, user -> key(user.id())),
          new ViewPart<>("templates", Template.class, View::templates, one -> key(one.id())),
          new ViewPart<>("racks", Rack.class, View::racks, rack -> key(rack.id())),
          new ViewPart<>("devices", Device.class, View::devices, device -> key(device.id())),
          new ViewPart<>("problems", Problem.class, View::problems, problem -> text(problem.id())),
          new ViewPart<>("held", HeldDeletion.class, View::held, held -> text(held.kind())));

  /** The part with this name; null if there is none. */
  static ViewPart<?> named(String name) {
    return ALL.stream().filter(part -> part.name.equals(name)).findFirst().orElse(null);
  }

  /** Whether its entries are objects, whose differences are changes. */
  boolean holdsObjects() {
    return type != Problem.class && type != HeldDeletion.class;
  }

  /** The key of an object, never null. */
  static String key(Identity id) {
    return text(id.key());
  }

  private static String text(String id) {
    return Objects.requireNonNullElse(id, "");
  }
}

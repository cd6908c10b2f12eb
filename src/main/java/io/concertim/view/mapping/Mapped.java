// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.Template;
import io.concertim.view.model.view.User;
import java.util.List;
import java.util.Map;

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

  /** The same with other devices. */
  Mapped with(List<Device> changed) {
    return new Mapped(teams, users, templates, racks, changed, problems, places);
  }
}

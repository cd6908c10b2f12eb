// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.PortalTeam;
import io.concertim.view.model.layer.PortalUser;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.NamePair;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.User;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Teams and users as the portal shows them (semantics.md sections 2 and 3). */
final class TeamMapping {
  private static final String USER_DESCRIPTION = "User pulled from Concertim";

  private final List<PortalUser> users;
  private final Map<String, PortalTeam> byId = new LinkedHashMap<>();
  private final Map<String, PortalTeam> byProject;

  TeamMapping(Layers layers) {
    this.users = layers.facts(PortalUser.class).stream().filter(user -> !user.root()).toList();
    layers.facts(PortalTeam.class).forEach(team -> byId.put(team.id(), team));
    // A rack shows its owner completely, so a team that the list lacks is taken from there.
    for (PortalRack rack : layers.facts(PortalRack.class)) {
      if (rack.owner() != null) {
        byId.putIfAbsent(rack.owner().id(), rack.owner());
      }
    }
    byProject =
        BestMatch.index(
            byId.values(),
            PortalTeam::projectId,
            team -> BestMatch.unknown(team.billingAccountId()));
  }

  /** The key of the team of this cloud project, or null. */
  BilledId ofProject(String projectId) {
    return projectId == null ? null : key(byProject.get(projectId));
  }

  /** The key of the team that owns a rack: by project, else by Concertim's id; or null. */
  BilledId ofOwner(PortalTeam owner) {
    if (owner == null) {
      return null;
    }
    BilledId team = ofProject(owner.projectId());
    return team != null ? team : key(byId.get(owner.id()));
  }

  private static BilledId key(PortalTeam team) {
    return team == null ? null : new BilledId(team.id(), team.projectId(), team.billingAccountId());
  }

  /** The teams, each with the racks that were mapped to it. */
  List<Team> teams(Map<BilledId, List<BilledId>> racksByTeam, Billing billing) {
    Map<String, List<PairedId>> members = members();
    List<Team> teams = new ArrayList<>();
    for (PortalTeam team : byId.values()) {
      teams.add(
          new Team(
              key(team),
              new NamePair(team.name(), Project.MANAGED_PREFIX + team.name().replace(' ', '_')),
              racksByTeam.getOrDefault(key(team), List.of()),
              members.getOrDefault(team.id(), List.of()),
              team.periodStart() == null ? "" : team.periodStart(),
              team.periodEnd() == null ? "" : team.periodEnd(),
              team.cost(),
              team.credits(),
              billing.creditOf(team.billingAccountId())));
    }
    return teams;
  }

  private Map<String, List<PairedId>> members() {
    Map<String, List<PairedId>> members = new LinkedHashMap<>();
    for (PortalUser user : users) {
      for (String team : user.teamIds()) {
        members.computeIfAbsent(team, id -> new ArrayList<>()).add(key(user));
      }
    }
    return members;
  }

  /** All users but root ones. */
  List<User> users() {
    return users.stream()
        .map(
            user ->
                new User(
                    key(user),
                    new NamePair(user.login(), Project.MANAGED_PREFIX + user.login()),
                    USER_DESCRIPTION,
                    user.fullName(),
                    user.email()))
        .toList();
  }

  private static PairedId key(PortalUser user) {
    return new PairedId(user.id(), user.cloudUserId());
  }
}

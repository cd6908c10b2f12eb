// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import java.util.List;
import java.util.Objects;

/**
 * A user as Concertim shows it.
 *
 * @param cloudUserId the OpenStack user, or null
 * @param teamIds Concertim ids of the teams the user has a role in
 */
public record PortalUser(
    String id,
    String login,
    String fullName,
    String email,
    String cloudUserId,
    boolean root,
    List<String> teamIds)
    implements Fact {
  public PortalUser {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(login, "login");
    Objects.requireNonNull(teamIds, "teamIds");
  }
}

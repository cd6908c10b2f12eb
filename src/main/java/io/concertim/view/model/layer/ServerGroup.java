// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import java.util.List;
import java.util.Objects;

/**
 * A Nova server group.
 *
 * @param members server ids
 */
public record ServerGroup(String id, List<String> members) implements Fact {
  public ServerGroup {
    Objects.requireNonNull(id, "id");
    members = List.copyOf(members);
  }
}

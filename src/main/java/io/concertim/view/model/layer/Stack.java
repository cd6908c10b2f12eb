// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import java.util.Objects;

/**
 * A top-level Heat stack as the list shows it.
 *
 * @param owner name of the user who made it, or null
 * @param status action and status, such as {@code CREATE_COMPLETE}
 * @param statusReason may be null
 * @param updatedTime as Heat writes it, null until the first update or action
 */
public record Stack(
    String id,
    String name,
    String projectId,
    String owner,
    String status,
    String statusReason,
    String updatedTime)
    implements Fact {
  public Stack {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(status, "status");
  }
}

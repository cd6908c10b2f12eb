// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import io.concertim.view.model.SmallMap;
import java.util.Map;
import java.util.Objects;

/**
 * A rack as Concertim shows it, with the metadata that the suite keeps there. The text "None" of
 * the Python services arrives here as null (python-defects A14).
 *
 * @param height in rack units
 * @param orderId the Kill Bill subscription; the text None that the suite writes for none; null in
 *     old racks, which the portal lets nobody change
 * @param owner the team that owns the rack, or null in releases that do not say
 * @param stackId metadata openstack_stack_id, or null
 * @param creatorName metadata openstack_stack_owner, or null
 * @param projectId metadata openstack_stack_owner_id, or null
 * @param statusReason metadata stack_status_reason, or null
 * @param outputText metadata openstack_stack_output, Python text, or null
 * @param creationOutput {@code key={...}, key={...}}, or null
 * @param networkDetails free JSON, never null
 */
public record PortalRack(
    String id,
    String name,
    int height,
    String status,
    String orderId,
    PortalTeam owner,
    String stackId,
    String creatorName,
    String projectId,
    String statusReason,
    String outputText,
    String creationOutput,
    Map<String, Object> networkDetails)
    implements Fact {
  /** What the suite writes for no order; the portal takes it for an order like any other. */
  public static final String NO_ORDER = "None";

  public PortalRack {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    networkDetails = SmallMap.copyOf(Objects.requireNonNull(networkDetails, "networkDetails"));
  }

  /** The Kill Bill subscription, or null. */
  public String order() {
    return NO_ORDER.equals(orderId) ? null : orderId;
  }
}

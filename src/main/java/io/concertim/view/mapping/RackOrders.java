// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.view.Problem.Cause;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which order is already a rack's: Concertim accepts each once. A new rack without an order is sent
 * with the text None, which therefore counts as an order too (concertim-api.md section 7).
 */
final class RackOrders {
  private final Map<String, String> rackByOrder = new HashMap<>();
  private final boolean required;

  /**
   * Starts with the racks that the portal shows.
   *
   * @param known all of them, also those that are not in the view
   */
  RackOrders(List<PortalRack> known, MappingSettings settings) {
    required = settings.requireOrder();
    known.stream()
        .filter(rack -> rack.orderId() != null)
        .forEach(rack -> rackByOrder.put(rack.orderId(), rack.id()));
  }

  /**
   * The order of a rack that the portal shows: its own, else that of billing, unless it is already
   * another rack's.
   *
   * @param billed the order that billing has for its stack, or null
   */
  String ofKnown(PortalRack rack, String billed) {
    if (rack.order() != null || billed == null) {
      return rack.order();
    }
    return rackByOrder.putIfAbsent(billed, rack.id()) == null ? billed : null;
  }

  /**
   * Why the rack of a new stack cannot be offered yet; null where it can, and then has the order.
   *
   * @param order null where billing has none
   */
  String pending(String stackId, String order, Problems problems) {
    if (order == null && required) {
      return "no ACTIVE subscription has openstack_stack_id " + stackId + " yet";
    }
    String sent = order == null ? PortalRack.NO_ORDER : order;
    String rack = rackByOrder.putIfAbsent(sent, "of stack " + stackId);
    if (rack == null) {
      return null;
    }
    String reason =
        order == null
            ? "it has no order, and the portal takes one rack without an order only: " + rack
            : "its order " + order + " is already that of rack " + rack;
    problems.kept(Cause.ORDER, "stack", stackId, reason + "; it is not offered to the portal");
    return reason;
  }
}

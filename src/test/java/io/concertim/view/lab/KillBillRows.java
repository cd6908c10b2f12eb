// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of the world in the form in which Kill Bill shows them. */
final class KillBillRows {
  private KillBillRows() {}

  /** Balance and credit are null unless they were asked for. */
  static ObjectNode account(ObjectNode row, boolean withBalance) {
    ObjectNode account = Shapes.of("account");
    account.set("accountId", row.get("id"));
    account.set("externalKey", row.get("id"));
    if (withBalance) {
      account.set("accountBalance", row.get("balance"));
      account.set("accountCBA", row.get("credit"));
    }
    return Shapes.fill(account, row, "name", "email", "currency");
  }

  static ObjectNode customField(ObjectNode row) {
    ObjectNode field =
        Json.object(
            "customFieldId", row.get("id"),
            "objectId", row.get("object"),
            "objectType", row.get("type"),
            "name", row.get("name"),
            "value", row.get("value"),
            "auditLogs", List.of());
    return Shapes.fill(field, row);
  }

  static ObjectNode subscription(ObjectNode row) {
    ObjectNode subscription = Shapes.of("subscription");
    boolean cancelled = row.hasNonNull("cancelled");
    subscription.set("accountId", row.get("account"));
    subscription.set("bundleId", row.get("bundle"));
    subscription.set("bundleExternalKey", row.get("bundle"));
    subscription.set("subscriptionId", row.get("id"));
    subscription.put("externalKey", "lab-" + row.path("id").asText());
    subscription.put("state", cancelled ? "CANCELLED" : "ACTIVE");
    subscription.set("cancelledDate", row.get("cancelled"));
    subscription.set("billingEndDate", row.get("cancelled"));
    subscription.set("chargedThroughDate", row.get("charged_through"));
    ArrayNode events = subscription.withArrayProperty("events");
    String start = subscription.path("startDate").asText();
    events.add(event("START_ENTITLEMENT", "entitlement-service", "ENT_STARTED", start));
    events.add(event("START_BILLING", "billing-service", "START_BILLING", start));
    if (cancelled) {
      String end = row.path("cancelled").asText();
      events.add(event("STOP_ENTITLEMENT", "entitlement-service", "ENT_CANCELLED", end));
      events.add(event("STOP_BILLING", "billing-service", "STOP_BILLING", end));
    }
    return Shapes.fill(subscription, row, "state");
  }

  /** The bundles that these subscriptions are in, in the order of their first one. */
  static List<ObjectNode> bundles(List<ObjectNode> subscriptions) {
    Map<String, ObjectNode> bundles = new LinkedHashMap<>();
    for (ObjectNode row : subscriptions) {
      ObjectNode bundle =
          bundles.computeIfAbsent(row.path("bundle").asText(), id -> bundle(id, row));
      ObjectNode subscription = subscription(row);
      bundle.withArrayProperty("subscriptions").add(subscription);
      bundle
          .withObjectProperty("timeline")
          .withArrayProperty("events")
          .addAll((ArrayNode) subscription.get("events"));
    }
    return List.copyOf(bundles.values());
  }

  private static ObjectNode bundle(String id, ObjectNode row) {
    ObjectNode head =
        Json.object("accountId", row.get("account"), "bundleId", id, "externalKey", id);
    ObjectNode bundle = head.deepCopy();
    bundle.set("subscriptions", Json.array(List.of()));
    ObjectNode timeline = bundle.putObject("timeline");
    timeline.setAll(head);
    timeline.set("events", Json.array(List.of()));
    timeline.set("auditLogs", Json.array(List.of()));
    bundle.set("auditLogs", Json.array(List.of()));
    return bundle;
  }

  private static ObjectNode event(String type, String service, String state, String date) {
    ObjectNode event = Shapes.of("event");
    event.put("eventId", "ff16d320-1434-411c-808d-cbcff94eccb9");
    event.put("effectiveDate", date);
    event.put("eventType", type);
    event.put("serviceName", service);
    event.put("serviceStateName", state);
    return event;
  }
}

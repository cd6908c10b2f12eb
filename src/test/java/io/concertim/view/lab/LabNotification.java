// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/**
 * A notification in the shape that was recorded from the real services, with the fields that
 * matter.
 *
 * @param body an oslo envelope of version 2
 */
public record LabNotification(String exchange, String body) {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private static LabNotification of(String exchange, String type, ObjectNode payload) {
    ObjectNode message =
        Json.object(
            "message_id",
            UUID.randomUUID().toString(),
            "publisher_id",
            exchange + ".lab",
            "event_type",
            type,
            "priority",
            "INFO",
            "payload",
            payload,
            "timestamp",
            TIMESTAMP.format(Instant.now()));
    return new LabNotification(
        exchange,
        Json.object("oslo.version", "2.0", "oslo.message", message.toString()).toString());
  }

  /** Of a server: {@code power_off.end}, {@code update}, {@code delete.end}, and so on. */
  public static LabNotification server(String event, String id, String state) {
    return of(
        "nova",
        "compute.instance." + event,
        Json.object("instance_id", id, "state", state, "tenant_id", "p"));
  }

  /** Of a stack: {@code create.start}, {@code update.end}, {@code delete.end}, and so on. */
  public static LabNotification stack(String event, String id, String state) {
    return of(
        "heat", "orchestration.stack." + event, Json.object("stack_identity", id, "state", state));
  }

  public static LabNotification volume(String event, String id, String status) {
    return of("openstack", "volume." + event, Json.object("volume_id", id, "status", status));
  }

  public static LabNotification network(String event, String id) {
    return of(
        "neutron",
        "network." + event,
        Json.object("network_id", id, "network", Json.object("id", id)));
  }

  public static LabNotification project(String event, String id) {
    return of("keystone", "identity.project." + event, Json.object("resource_info", id));
  }
}

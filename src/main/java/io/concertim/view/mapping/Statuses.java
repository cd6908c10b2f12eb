// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.model.layer.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Translates the cloud's states into the few that Concertim accepts (semantics.md sections 6 and 7;
 * python-defects A6 lists the states that the Python program takes for failures).
 */
final class Statuses {
  static final String ACTIVE = "ACTIVE";
  static final String STOPPED = "STOPPED";
  static final String SUSPENDED = "SUSPENDED";
  static final String AVAILABLE = "AVAILABLE";
  static final String IN_PROGRESS = "IN_PROGRESS";
  static final String FAILED = "FAILED";

  /** What Concertim accepts for each type of device (concertim-api.md section 8). */
  private static final Map<String, Set<String>> ACCEPTED =
      Map.of(
          Kind.SERVER.deviceType(), Set.of(IN_PROGRESS, FAILED, ACTIVE, STOPPED, SUSPENDED),
          Kind.VOLUME.deviceType(), Set.of(IN_PROGRESS, FAILED, ACTIVE, AVAILABLE),
          Kind.NETWORK.deviceType(), Set.of(IN_PROGRESS, FAILED, ACTIVE, STOPPED));

  private Statuses() {}

  /**
   * The rack's status of a stack.
   *
   * @param stackStatus Heat's action and status, such as {@code UPDATE_COMPLETE}
   */
  static String ofStack(String stackStatus) {
    if (stackStatus.equals("SUSPEND_COMPLETE")) {
      return STOPPED;
    }
    if (stackStatus.endsWith("_IN_PROGRESS")
        || stackStatus.equals("INIT_COMPLETE")
        || stackStatus.equals("DELETE_COMPLETE")) {
      return IN_PROGRESS;
    }
    return stackStatus.endsWith("_COMPLETE") ? ACTIVE : FAILED;
  }

  /**
   * The device's status of a server, volume or network.
   *
   * @param state Nova's vm_state, Cinder's or Neutron's status, in any case; may be null
   */
  static String ofDevice(String deviceType, String state) {
    String status = state == null ? FAILED : common(state.toLowerCase(Locale.ROOT));
    return ACCEPTED.get(deviceType).contains(status) ? status : FAILED;
  }

  private static String common(String state) {
    return switch (state) {
      case "active", "running", "in-use", "rescued", "resized" -> ACTIVE;
      case "stopped", "shelved", "shelved_offloaded", "down" -> STOPPED;
      case "available", "awaiting-transfer" -> AVAILABLE;
      case "suspended", "paused" -> SUSPENDED;
      case "building", "build", "scheduling", "networking", "block_device_mapping" -> IN_PROGRESS;
      case "spawning", "creating", "powering-on", "powering-off", "suspending" -> IN_PROGRESS;
      case "deleting", "deleted", "soft-delete", "attaching", "detaching" -> IN_PROGRESS;
      case "maintenance", "reserved", "downloading", "uploading", "extending" -> IN_PROGRESS;
      case "retyping", "backing-up", "restoring-backup" -> IN_PROGRESS;
      default -> FAILED;
    };
  }
}

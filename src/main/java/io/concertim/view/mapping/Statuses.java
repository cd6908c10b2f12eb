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

  private static final Map<String, String> DEVICE =
      Map.ofEntries(
          Map.entry("active", ACTIVE),
          Map.entry("running", ACTIVE),
          Map.entry("in-use", ACTIVE),
          Map.entry("rescued", ACTIVE),
          Map.entry("resized", ACTIVE),
          Map.entry("stopped", STOPPED),
          Map.entry("shelved", STOPPED),
          Map.entry("shelved_offloaded", STOPPED),
          Map.entry("down", STOPPED),
          Map.entry("available", AVAILABLE),
          Map.entry("awaiting-transfer", AVAILABLE),
          Map.entry("suspended", SUSPENDED),
          Map.entry("paused", SUSPENDED),
          Map.entry("building", IN_PROGRESS),
          Map.entry("build", IN_PROGRESS),
          Map.entry("deleting", IN_PROGRESS),
          Map.entry("deleted", IN_PROGRESS),
          Map.entry("soft-delete", IN_PROGRESS),
          Map.entry("scheduling", IN_PROGRESS),
          Map.entry("networking", IN_PROGRESS),
          Map.entry("block_device_mapping", IN_PROGRESS),
          Map.entry("spawning", IN_PROGRESS),
          Map.entry("powering-on", IN_PROGRESS),
          Map.entry("powering-off", IN_PROGRESS),
          Map.entry("suspending", IN_PROGRESS),
          Map.entry("creating", IN_PROGRESS),
          Map.entry("attaching", IN_PROGRESS),
          Map.entry("detaching", IN_PROGRESS),
          Map.entry("maintenance", IN_PROGRESS),
          Map.entry("reserved", IN_PROGRESS),
          Map.entry("downloading", IN_PROGRESS),
          Map.entry("uploading", IN_PROGRESS),
          Map.entry("extending", IN_PROGRESS),
          Map.entry("retyping", IN_PROGRESS),
          Map.entry("backing-up", IN_PROGRESS),
          Map.entry("restoring-backup", IN_PROGRESS));

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
    String status = state == null ? FAILED : DEVICE.getOrDefault(lower(state), FAILED);
    return ACCEPTED.get(deviceType).contains(status) ? status : FAILED;
  }

  private static String lower(String state) {
    return state.toLowerCase(Locale.ROOT);
  }
}

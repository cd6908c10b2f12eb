// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.model.layer.Network;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Volume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The detail fields of devices by Concertim's names (semantics.md sections 7 and 8). */
final class Details {
  private Details() {}

  static Map<String, Object> of(Server server) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("ssh_key", Objects.requireNonNullElse(server.keyName(), ""));
    details.put("public_ips", server.publicIps());
    details.put("private_ips", server.privateIps());
    details.put("volume_details", server.volumeIds());
    details.put("login_user", "");
    return details;
  }

  static Map<String, Object> of(Volume volume) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("availability_zone", volume.availabilityZone());
    // Concertim takes fe_updates' text for no value, "None", for true.
    details.put("bootable", Boolean.TRUE.equals(volume.bootable()));
    details.put("encrypted", Boolean.TRUE.equals(volume.encrypted()));
    details.put("size", volume.size());
    details.put("volume_type", volume.volumeType());
    return details;
  }

  static Map<String, Object> of(Network network) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("admin_state_up", Boolean.TRUE.equals(network.adminStateUp()));
    details.put("l2_adjacency", Boolean.TRUE.equals(network.l2Adjacency()));
    details.put("mtu", network.mtu());
    details.put("shared", Boolean.TRUE.equals(network.shared()));
    details.put("port_security_enabled", Boolean.TRUE.equals(network.portSecurityEnabled()));
    return details;
  }

  /**
   * A known instance's details: the three lists are the server's where the portal shows other ones,
   * all else stays as the portal shows it. fe_updates needs all five keys.
   */
  static Map<String, Object> refreshed(Map<String, Object> shown, Server server) {
    Map<String, Object> details = instance(shown);
    refresh(details, "volume_details", server.volumeIds());
    refresh(details, "public_ips", server.publicIps());
    refresh(details, "private_ips", server.privateIps());
    return details;
  }

  private static void refresh(Map<String, Object> details, String key, List<String> current) {
    Optional<List<String>> shown = PythonText.parseList(details.get(key));
    if (shown.isEmpty() || !shown.get().equals(current)) {
      details.put(key, current);
    }
  }

  /** An instance's details as shown, with every key that fe_updates needs. */
  static Map<String, Object> instance(Map<String, Object> shown) {
    Map<String, Object> details = new LinkedHashMap<>();
    for (String key :
        List.of("ssh_key", "volume_details", "public_ips", "private_ips", "login_user")) {
      details.put(key, Objects.requireNonNullElse(shown.get(key), ""));
    }
    return details;
  }

  /**
   * Whether a volume's or network's details say something else than the portal's. What the portal
   * cannot tell apart is the same: no value and false, 0, empty or the text "None", which is what
   * fe_updates makes of no value (python-defects A11).
   */
  static boolean differ(Map<String, Object> shown, Map<String, Object> current) {
    return current.entrySet().stream()
        .anyMatch(field -> !settled(field.getValue()).equals(settled(shown.get(field.getKey()))));
  }

  private static Object settled(Object value) {
    return value == null
            || value.equals(false)
            || value.equals(0)
            || value.equals("")
            || value.equals("None")
        ? ""
        : value;
  }
}

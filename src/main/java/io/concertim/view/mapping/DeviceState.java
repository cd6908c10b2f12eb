// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Network;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Volume;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What changes of a device while it stays the same one (semantics.md sections 7 and 8).
 *
 * @param detailsDiffer whether the details say something else than the portal's
 */
record DeviceState(
    String status, List<String> interfaces, Map<String, Object> details, boolean detailsDiffer) {

  /**
   * Of a device that the portal does not show yet.
   *
   * @param fact a server, volume or network
   */
  static DeviceState ofNew(Fact fact) {
    if (fact instanceof Server server) {
      return ofNew(
          Kind.SERVER.deviceType(), server.state(), server.networkNames(), Details.of(server));
    }
    if (fact instanceof Volume volume) {
      return ofNew(Kind.VOLUME.deviceType(), volume.status(), List.of(), Details.of(volume));
    }
    Network network = (Network) fact;
    return ofNew(Kind.NETWORK.deviceType(), network.status(), List.of(), Details.of(network));
  }

  private static DeviceState ofNew(
      String type, String state, List<String> interfaces, Map<String, Object> details) {
    return new DeviceState(Statuses.ofDevice(type, state), interfaces, details, false);
  }

  /** What the cloud shows of a known device, or what the portal shows where the cloud is silent. */
  static DeviceState of(PortalDevice device, Layers layers) {
    DeviceState shown = asShown(device);
    String id = device.cloudId();
    if (device.type().equals(Kind.SERVER.deviceType())) {
      return layers.fact(Server.class, id).map(s -> known(device, shown, s)).orElse(shown);
    }
    Optional<DeviceState> known =
        device.type().equals(Kind.VOLUME.deviceType())
            ? layers.fact(Volume.class, id).map(v -> known(device, v.status(), Details.of(v)))
            : layers.fact(Network.class, id).map(n -> known(device, n.status(), Details.of(n)));
    return known.orElse(shown);
  }

  /** What the portal shows of a device. */
  static DeviceState asShown(PortalDevice device) {
    Map<String, Object> details =
        device.type().equals(Kind.SERVER.deviceType())
            ? Details.instance(device.details())
            : device.details();
    return new DeviceState(
        device.status(),
        PythonText.parseList(device.networkInterfaces()).orElse(List.of()),
        details,
        false);
  }

  private static DeviceState known(PortalDevice device, DeviceState shown, Server server) {
    Map<String, Object> details = Details.refreshed(device.details(), server);
    List<String> names = server.networkNames();
    // The Python sync once blanked the interfaces to an empty list, which no running server has.
    boolean blanked = shown.interfaces.isEmpty() && !names.isEmpty();
    Optional<List<String>> listed =
        PythonText.parseList(device.networkInterfaces())
            .map(shownNames -> shownNames.equals(names) ? names : shownNames);
    return new DeviceState(
        Statuses.ofDevice(device.type(), server.state()),
        blanked ? names : listed.orElse(names),
        details,
        !details.equals(shown.details) || (blanked && listed.isPresent()));
  }

  private static DeviceState known(PortalDevice device, String state, Map<String, Object> details) {
    return new DeviceState(
        Statuses.ofDevice(device.type(), state),
        List.of(),
        details,
        Details.differ(device.details(), details));
  }

  /** Whether the portal has to be told. */
  boolean differsFrom(PortalDevice device) {
    return detailsDiffer || !status.equals(device.status());
  }
}

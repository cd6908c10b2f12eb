package io.concertim.view.mapping;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Network;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Volume;
import java.util.List;
import java.util.Map;

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
      return ofNew(DeviceTypes.INSTANCE, server.state(), server.networkNames(), Details.of(server));
    }
    if (fact instanceof Volume volume) {
      return ofNew(DeviceTypes.VOLUME, volume.status(), List.of(), Details.of(volume));
    }
    Network network = (Network) fact;
    return ofNew(DeviceTypes.NETWORK, network.status(), List.of(), Details.of(network));
  }

  private static DeviceState ofNew(
      String type, String state, List<String> interfaces, Map<String, Object> details) {
    return new DeviceState(Statuses.ofDevice(type, state), interfaces, details, false);
  }

  /** What the cloud shows of a known device, or what the portal shows where the cloud is silent. */
  static DeviceState of(PortalDevice device, Layers layers) {
    DeviceState shown = asShown(device);
    String id = device.cloudId();
    return switch (device.type()) {
      case DeviceTypes.INSTANCE ->
          layers.fact(Server.class, id).map(s -> known(device, shown, s)).orElse(shown);
      case DeviceTypes.VOLUME ->
          layers
              .fact(Volume.class, id)
              .map(v -> known(device, v.status(), Details.of(v)))
              .orElse(shown);
      default ->
          layers
              .fact(Network.class, id)
              .map(n -> known(device, n.status(), Details.of(n)))
              .orElse(shown);
    };
  }

  /** What the portal shows of a device. */
  static DeviceState asShown(PortalDevice device) {
    Map<String, Object> details =
        device.type().equals(DeviceTypes.INSTANCE)
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
    return new DeviceState(
        Statuses.ofDevice(device.type(), server.state()),
        PythonText.parseList(device.networkInterfaces()).orElse(server.networkNames()),
        details,
        !details.equals(shown.details));
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

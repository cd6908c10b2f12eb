// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import java.util.List;
import java.util.Objects;

/**
 * A Nova server.
 *
 * @param state vm_state, such as {@code active}, or null
 * @param flavorId null where Nova shows none
 * @param keyName may be null
 * @param publicIps floating addresses in listed order
 * @param privateIps fixed addresses in listed order
 * @param volumeIds attached volumes
 * @param networkNames names of the networks it has addresses in
 */
public record Server(
    String id,
    String name,
    String state,
    String projectId,
    String flavorId,
    String keyName,
    List<String> publicIps,
    List<String> privateIps,
    List<String> volumeIds,
    List<String> networkNames)
    implements Fact {
  public Server {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(projectId, "projectId");
    publicIps = List.copyOf(publicIps);
    privateIps = List.copyOf(privateIps);
    volumeIds = List.copyOf(volumeIds);
    networkNames =
        networkNames == null ? List.of() : List.copyOf(networkNames); // layers of earlier versions
  }
}

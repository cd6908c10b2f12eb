// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import java.util.Objects;

/**
 * A Neutron network. A field is null where the extension that has it is not there.
 *
 * @param mtu in bytes
 */
public record Network(
    String id,
    String name,
    String projectId,
    String status,
    Boolean adminStateUp,
    Boolean l2Adjacency,
    Integer mtu,
    Boolean shared,
    Boolean portSecurityEnabled)
    implements Fact {
  public Network {
    Objects.requireNonNull(id, "id");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import java.util.Objects;

/**
 * A Cinder volume.
 *
 * @param name may be null or empty
 * @param size in GB
 * @param bootable null where Cinder shows none
 */
public record Volume(
    String id,
    String name,
    String projectId,
    String status,
    String availabilityZone,
    Boolean bootable,
    Boolean encrypted,
    Integer size,
    String volumeType)
    implements Fact {
  public Volume {
    Objects.requireNonNull(id, "id");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import java.util.Objects;

/**
 * A Nova flavor, public or private.
 *
 * @param ram in MB
 * @param disk in GB, 0 for a flavor that boots from a volume
 */
public record Flavor(String id, String name, int vcpus, int ram, int disk) implements Fact {
  public Flavor {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
  }
}

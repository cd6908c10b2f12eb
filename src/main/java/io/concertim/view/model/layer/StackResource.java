// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import java.util.Objects;

/**
 * One resource of a stack or of a stack nested in it.
 *
 * @param name its name in its template
 * @param type such as {@code OS::Nova::Server}; may be a file name or an address
 * @param physicalId id of the object that it created; never null or empty, since resources without
 *     one are left out
 */
public record StackResource(String name, String type, String physicalId) {
  public StackResource {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(physicalId, "physicalId");
  }
}

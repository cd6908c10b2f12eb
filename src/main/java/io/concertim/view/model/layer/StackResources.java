// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import java.util.List;
import java.util.Objects;

/**
 * The resource tree of one top-level stack, all levels, flattened in listed order.
 *
 * @param id the top-level stack's id
 * @param listedAs fingerprint of status and times of the stack and all its nested stacks, from a
 *     list that began before the tree was read; null if there is no such list
 */
public record StackResources(String id, String listedAs, List<StackResource> resources)
    implements Fact {
  public StackResources {
    Objects.requireNonNull(id, "id");
    resources = List.copyOf(resources);
  }

  /** Whether the other has the same resources; the fingerprint does not count. */
  @Override
  public boolean showsTheSameAs(Fact other) {
    return other instanceof StackResources tree
        && id.equals(tree.id)
        && resources.equals(tree.resources);
  }
}

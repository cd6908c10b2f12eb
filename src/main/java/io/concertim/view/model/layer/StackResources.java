package io.concertim.view.model.layer;

import java.util.List;

/**
 * The resource tree of one top-level stack, all levels, flattened in listed order.
 *
 * @param id the top-level stack's id
 * @param listedAs fingerprint of status and times of the stack and all stacks nested in it, as a
 *     list showed them that was begun before the tree was read; null where it proves nothing
 */
public record StackResources(String id, String listedAs, List<StackResource> resources)
    implements Fact {

  /** A tree that no list was compared with. */
  public StackResources(String id, List<StackResource> resources) {
    this(id, null, resources);
  }

  /** Whether the other has the same resources, whatever list proves it. */
  @Override
  public boolean showsTheSameAs(Fact other) {
    return other instanceof StackResources tree
        && id.equals(tree.id)
        && resources.equals(tree.resources);
  }
}

package io.concertim.view.model.layer;

import java.util.List;

/**
 * The resource tree of one top-level stack, all levels, flattened in listed order.
 *
 * @param id the top-level stack's id
 */
public record StackResources(String id, List<StackResource> resources) implements Fact {}

package io.concertim.view.model.layer;

import java.util.List;

/**
 * A Nova server group.
 *
 * @param members server ids
 */
public record ServerGroup(String id, List<String> members) implements Fact {}

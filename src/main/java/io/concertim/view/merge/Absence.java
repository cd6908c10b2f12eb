package io.concertim.view.merge;

import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;

/**
 * An object that was known and that a complete list does not show.
 *
 * @param last what was last known of it, or null
 */
public record Absence(Kind kind, String id, Fact last) {}

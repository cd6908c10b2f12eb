package io.concertim.view.merge;

import io.concertim.view.model.layer.Kind;

/**
 * An object that was known and that a complete list does not show.
 *
 * @param name its name where one is known, or null
 */
public record Absence(Kind kind, String id, String name) {}

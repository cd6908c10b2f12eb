package io.concertim.view.merge;

import io.concertim.view.model.layer.Kind;

/**
 * By what a server knows a list again as it was sent.
 *
 * @param kind what the list is of
 * @param tag as the server writes it
 * @param version when the read of the list began, as {@link HybridClock} has it
 */
public record EntityTag(Kind kind, String tag, long version) {}

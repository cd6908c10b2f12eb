// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.merge;

import io.concertim.view.model.layer.Kind;

/**
 * The tag by which a server recognises a list that it sent (HTTP's entity tag).
 *
 * @param kind what the list is of
 * @param tag as the server wrote it
 * @param version when the read of the list began, as {@link HybridClock} has it
 */
public record EntityTag(Kind kind, String tag, long version) {}

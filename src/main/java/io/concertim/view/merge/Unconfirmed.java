// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.merge;

/**
 * A missing object whose system did not say whether it is gone.
 *
 * @param reason what it answered, in one sentence
 */
public record Unconfirmed(MissingObject object, String reason) {}

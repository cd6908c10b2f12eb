// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.merge;

import io.concertim.view.model.layer.Observation;

/**
 * A missing object that its system still has, and says itself to be deleted. Unlike a 404 this
 * needs no second sync, whatever else still names the object.
 */
public record ShownAsDeleted(Observation observation) {}

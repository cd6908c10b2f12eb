// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.view;

/**
 * A place in a rack.
 *
 * @param startUnit lowest rack unit, from 1
 * @param endUnit highest rack unit
 * @param facing {@code f} (front) or {@code b} (back)
 */
public record Location(int startUnit, int endUnit, String facing) {}

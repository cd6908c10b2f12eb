// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

/**
 * What the operator can choose about the mapping.
 *
 * @param rackHeight height of new racks, in rack units (concertim.default_rack_height)
 * @param requireOrder whether a stack without a billing subscription stays pending
 *     (view.require_order, python-defects A5)
 */
public record MappingSettings(int rackHeight, boolean requireOrder) {}

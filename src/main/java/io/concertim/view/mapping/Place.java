// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

/**
 * A place that was given to a device which Concertim does not show yet. The device keeps it until
 * Concertim shows the device.
 *
 * @param stackId the stack whose rack it is in
 * @param startUnit lowest rack unit
 * @param endUnit highest rack unit
 */
public record Place(String stackId, int startUnit, int endUnit) {}

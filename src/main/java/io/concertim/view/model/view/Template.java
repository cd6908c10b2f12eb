// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.view;

/**
 * A device template.
 *
 * @param ram in MB, or null
 * @param disk in GB, or null
 * @param height in rack units
 * @param tag {@code volume}, {@code network} or null
 */
public record Template(
    PairedId id,
    NamePair name,
    String description,
    Integer ram,
    Integer disk,
    Integer vcpus,
    int height,
    String tag,
    boolean updated) {}

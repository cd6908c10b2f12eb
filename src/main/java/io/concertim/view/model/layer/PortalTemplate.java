// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import java.util.Objects;

/**
 * A device template as Concertim shows it.
 *
 * @param description may be null
 * @param height in rack units
 * @param tag {@code volume}, {@code network}, or null for a flavor's template
 * @param foreignId the flavor's id, or null
 * @param ram in MB, or null
 * @param disk in GB, or null
 */
public record PortalTemplate(
    String id,
    String name,
    String description,
    int height,
    String tag,
    String foreignId,
    Integer vcpus,
    Integer ram,
    Integer disk)
    implements Fact {
  public PortalTemplate {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import io.concertim.view.model.SmallMap;
import java.util.Map;
import java.util.Objects;

/**
 * A device as Concertim shows it.
 *
 * @param type {@code Instance}, {@code Volume} or {@code Network}
 * @param description may be null
 * @param cost 0 where the API gives none
 * @param templateId may be null
 * @param rackId the rack it stands in, or null
 * @param startUnit lowest rack unit, from 1
 * @param endUnit highest rack unit
 * @param facing {@code f} or {@code b}
 * @param cloudId metadata openstack_instance_id (a server, volume or network), or null
 * @param stackId metadata openstack_stack_id, or null
 * @param networkInterfaces metadata net_interfaces, Python list text, or null
 * @param details the detail fields of its type by Concertim's names; values are text, numbers,
 *     booleans, null, or any other JSON that was stored there
 */
public record PortalDevice(
    String id,
    String name,
    String type,
    String description,
    String status,
    double cost,
    String templateId,
    String rackId,
    int startUnit,
    int endUnit,
    String facing,
    String cloudId,
    String stackId,
    String networkInterfaces,
    Map<String, Object> details)
    implements Fact {
  public PortalDevice {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(facing, "facing");
    details = SmallMap.copyOf(Objects.requireNonNull(details, "details"));
  }
}

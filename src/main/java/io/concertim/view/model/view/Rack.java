// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.view;

import io.concertim.view.model.SmallMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A rack: a Heat stack in the portal.
 *
 * @param teamId key of its team in the view
 * @param height in rack units
 * @param status IN_PROGRESS, FAILED, ACTIVE or STOPPED
 * @param statusReason never null
 * @param outputs whole output objects in order
 * @param creationOutput {@code key={...}, key={...}} in Python text
 * @param metadata creator_cloud_name, project_cloud_id, status_reason, output
 * @param resources group (servers, volumes, networks, other) to physical id to resource name
 * @param occupied rack units in use, ascending
 * @param pending why it is not offered to the portal yet, or null
 * @param deleteMarker the cloud says that its stack is gone
 * @param updated a value differs from what the portal shows
 */
public record Rack(
    BilledId id,
    NamePair name,
    String description,
    BilledId teamId,
    int height,
    String status,
    String statusReason,
    List<Map<String, Object>> outputs,
    String creationOutput,
    Map<String, Object> networkDetails,
    Map<String, String> metadata,
    Map<String, Map<String, String>> resources,
    List<Integer> occupied,
    List<PairedId> devices,
    String pending,
    boolean deleteMarker,
    boolean updated) {
  public Rack {
    metadata = SmallMap.copyOf(metadata);
    networkDetails = SmallMap.copyOf(networkDetails);
    resources = small(resources);
  }

  private static Map<String, Map<String, String>> small(Map<String, Map<String, String>> groups) {
    if (groups == null || groups instanceof SmallMap) {
      return groups;
    }
    Map<String, Map<String, String>> small = new LinkedHashMap<>();
    groups.forEach((group, names) -> small.put(group, SmallMap.copyOf(names)));
    return SmallMap.copyOf(small);
  }
}

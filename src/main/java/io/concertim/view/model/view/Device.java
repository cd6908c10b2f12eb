// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.view;

import io.concertim.view.model.SmallMap;
import java.util.List;
import java.util.Map;

/**
 * A device: a server, volume or network in the portal.
 *
 * @param type Instance, Volume or Network
 * @param description never null
 * @param rackId key of its rack in the view
 * @param templateId key of its template in the view, or null
 * @param details detail fields of its type by Concertim's names
 * @param deleteMarker the cloud says that it is gone
 * @param updated a value differs from what the portal shows
 */
public record Device(
    PairedId id,
    NamePair name,
    String type,
    String description,
    BilledId rackId,
    PairedId templateId,
    Location location,
    String status,
    List<String> networkInterfaces,
    double cost,
    Map<String, Object> details,
    boolean deleteMarker,
    boolean updated) {
  public Device {
    details = SmallMap.copyOf(details);
  }
}

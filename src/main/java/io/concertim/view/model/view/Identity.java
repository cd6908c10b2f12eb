// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.view;

import java.util.Collection;
import java.util.List;

/** The ids of one object in the systems that know it; a part that is not known yet is null. */
public sealed interface Identity permits BilledId, PairedId {
  String concertim();

  String cloud();

  /** Every part, unknown ones included. */
  List<String> parts();

  /** What stays the same while an object changes: its id in the cloud, or in Concertim, or null. */
  default String key() {
    return cloud() != null ? cloud() : concertim();
  }

  /**
   * Whether any part is one of these ids.
   *
   * @param ids a collection that can be asked for null
   */
  default boolean isAmong(Collection<String> ids) {
    return parts().stream().anyMatch(ids::contains);
  }
}

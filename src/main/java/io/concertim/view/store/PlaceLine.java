// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import io.concertim.view.mapping.Place;

/**
 * A given place as JSON: {@code {"place":"cloud id","stack_id":"…","start_unit":1,"end_unit":2}}.
 */
record PlaceLine(String place, String stackId, int startUnit, int endUnit) {
  static PlaceLine of(String cloudId, Place place) {
    return new PlaceLine(cloudId, place.stackId(), place.startUnit(), place.endUnit());
  }

  Place toPlace() {
    return new Place(stackId, startUnit, endUnit);
  }
}

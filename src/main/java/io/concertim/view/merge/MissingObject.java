// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.merge;

import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * An object that was known and that a complete list does not show.
 *
 * @param last what was last known of it, or null
 * @param along other missing objects that the answer about this one decides on too: those of its
 *     list where the portal shows the kind in a list only, and the devices of a rack, which go with
 *     it
 */
public record MissingObject(Kind kind, String id, Fact last, List<MissingObject> along) {

  /** A missing object that is asked for alone. */
  public MissingObject(Kind kind, String id, Fact last) {
    this(kind, id, last, List.of());
  }

  /** All objects of this object's kind that its answer decides on. */
  public List<MissingObject> together() {
    List<MissingObject> all = new ArrayList<>(List.of(this));
    along.stream().filter(other -> other.kind() == kind).forEach(all::add);
    return all;
  }
}

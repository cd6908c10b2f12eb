// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

/** What one source shows of one object, in the source's own terms. Nothing in a fact is derived. */
public interface Fact {
  /** The object's id in its own system; never null or empty. */
  String id();

  /** Whether the other fact shows the same of the object. Our own notes in a fact do not count. */
  default boolean showsTheSameAs(Fact other) {
    return equals(other);
  }
}

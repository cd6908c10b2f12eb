// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

/**
 * What a view wants of one part of the portal.
 *
 * @param offered whether something is to be created or deleted there; else values are to change
 * @param objects how many objects are to be created, deleted or changed
 * @param digest equal as long as it wants the same of the same objects, in whatever order
 */
public record Wanted(boolean offered, int objects, long digest) {
  private static final long MIX = 0x9E3779B97F4A7C15L;

  /** One object. */
  static Wanted one(boolean offered, int hash) {
    long mixed = hash * MIX;
    return new Wanted(offered, 1, mixed ^ (mixed >>> 32));
  }

  Wanted and(Wanted other) {
    return new Wanted(offered || other.offered, objects + other.objects, digest + other.digest);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Why objects were read again between two full syncs.
 *
 * @param byId causes of single objects, by their id in the cloud
 * @param others the cause of all other changes
 */
public record Causes(Map<String, Cause> byId, Cause others) {
  /** The cause of all changes of a full sync. */
  static final Causes FULL_SYNC = new Causes(Map.of(), new Cause("full sync", "sync", null));

  /** The cause of changes that show although nothing was read again. */
  static final Causes MADE_ANEW = new Causes(Map.of(), new Cause("made anew", "sync", null));

  /** The cause of what was read from the portal between two full syncs. */
  public static final Causes PORTAL = new Causes(Map.of(), new Cause("portal", "portal", null));

  /**
   * Why an object was read.
   *
   * @param text the cause in words, such as the type of a notification
   * @param group for metrics: {@code sync}, {@code event} or {@code portal}
   * @param at the time of the event, by the cloud's clock; null if there is none
   */
  public record Cause(String text, String group, Instant at) {}

  /**
   * These causes, and earlier ones for objects that these do not name. {@code earlier} may be null.
   */
  Causes after(Causes earlier) {
    if (earlier == null) {
      return this;
    }
    Map<String, Cause> all = new HashMap<>(earlier.byId);
    all.putAll(byId);
    return new Causes(all, others);
  }

  /** Why this object was read, or mapped again with others. */
  Cause of(String id) {
    return byId.getOrDefault(id, others);
  }
}

package io.concertim.view.sync;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Why objects were read again between two full syncs.
 *
 * @param byId what is known of single objects, by their id in the cloud
 * @param others the cause of whatever else changed with them
 */
public record Causes(Map<String, Cause> byId, Cause others) {
  /** All that a full sync changes. */
  static final Causes FULL_SYNC = new Causes(Map.of(), new Cause("full sync", "sync", null));

  /** What comes out when nothing was read again. */
  static final Causes MADE_ANEW = new Causes(Map.of(), new Cause("made anew", "sync", null));

  /** What was read in the portal between two full syncs. */
  static final Causes PORTAL = new Causes(Map.of(), new Cause("portal", "portal", null));

  /**
   * Why an object was read.
   *
   * @param text for people, such as the type of a notification
   * @param group for metrics: {@code sync}, {@code event} or {@code portal}
   * @param at when the cloud said that it had happened; null where it did not say
   */
  public record Cause(String text, String group, Instant at) {}

  /** These, with earlier ones (null where there are none) for what these do not name. */
  Causes after(Causes earlier) {
    if (earlier == null) {
      return this;
    }
    Map<String, Cause> all = new HashMap<>(earlier.byId);
    all.putAll(byId);
    return new Causes(all, others);
  }

  /** Why this object was read, or was made anew with others. */
  Cause of(String id) {
    return byId.getOrDefault(id, others);
  }
}

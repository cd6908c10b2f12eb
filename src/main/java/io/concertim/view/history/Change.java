// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import java.time.Instant;

/**
 * A change of the view: one field of one object that has another value, or an object that was added
 * or removed.
 *
 * @param at when the view with the change was stored
 * @param generation of that view
 * @param cause {@code full sync}, the type of the notification that caused the read, or {@code
 *     portal} for what was read from the portal between two syncs
 * @param delayMillis from the cloud's notification to the stored view; null for other causes
 * @param kind {@code rack}, {@code device}, {@code team}, {@code template} or {@code user}
 * @param id the object's id in the cloud, or in Concertim where the cloud has none
 * @param name may be null
 * @param op what happened to the object
 * @param field null unless a field has changed; {@code details.flavor} for a part of a field
 * @param before null if there was no value
 * @param after null if there is no value now
 * @param rack the rack of a device; null for other objects, and for what an earlier version
 *     recorded
 * @param team the team of a device or rack; null for other objects, and for what an earlier version
 *     recorded
 */
public record Change(
    Instant at,
    long generation,
    String cause,
    Long delayMillis,
    String kind,
    String id,
    String name,
    Op op,
    String field,
    String before,
    String after,
    Owner rack,
    Owner team) {

  /**
   * A rack or a team.
   *
   * @param id in the cloud, or in Concertim where the cloud has none
   */
  public record Owner(String id, String name) {}

  /** What happened to an object of the view. */
  public enum Op {
    ADDED,
    CHANGED,
    REMOVED
  }

  /** The change in words, for the log. */
  public String text() {
    String object = kind + " " + (name == null ? id : name + " (" + id + ")");
    return switch (op) {
      case ADDED -> object + " has come";
      case REMOVED -> object + " has left";
      case CHANGED -> object + ": " + field + (isOutput() ? "" : " " + before + " → " + after);
    };
  }

  /** The same without the values of a stack's outputs, for whoever must not see passwords. */
  public Change withoutOutputs() {
    return isOutput()
        ? new Change(
            at, generation, cause, delayMillis, kind, id, name, op, field, null, null, rack, team)
        : this;
  }

  /** Whether the field holds a stack's outputs. They may be passwords, which must not be logged. */
  private boolean isOutput() {
    return field != null && field.contains("output");
  }

  /** The cause, and how soon after it the view changed. */
  public String because() {
    return delayMillis == null ? cause : cause + ", after " + delayMillis + " ms";
  }
}

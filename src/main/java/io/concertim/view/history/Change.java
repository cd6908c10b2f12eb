package io.concertim.view.history;

import java.time.Instant;

/**
 * One field of one object of the view that is no longer what it was, or an object that has come or
 * left.
 *
 * @param at when the view with the change was stored
 * @param generation of that view
 * @param cause {@code full sync}, or what made the queue look: the type of a notification; {@code
 *     portal} for what was read there between two syncs
 * @param delayMillis from the cloud's notification to the stored view; null for other causes
 * @param kind {@code rack}, {@code device}, {@code team}, {@code template} or {@code user}
 * @param id the object's id in the cloud, or in Concertim where the cloud has none
 * @param name may be null
 * @param op what has happened to it
 * @param field null unless a field has changed; {@code details.flavor} for a part of one
 * @param before null where there was nothing
 * @param after null where there is nothing now
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
    String after) {

  /** What has happened to an object of the view. */
  public enum Op {
    ADDED,
    CHANGED,
    REMOVED
  }

  /** What the log and the console say of it. */
  public String told() {
    String object = kind + " " + (name == null ? id : name + " (" + id + ")");
    return switch (op) {
      case ADDED -> object + " has come";
      case REMOVED -> object + " has left";
      case CHANGED -> object + ": " + field + (isOutput() ? "" : " " + before + " → " + after);
    };
  }

  /** What a template puts out may be a password, which is nothing for a log. */
  private boolean isOutput() {
    return field.contains("output");
  }

  /** Why, and how soon. */
  public String because() {
    return delayMillis == null ? cause : cause + ", after " + delayMillis + " ms";
  }
}

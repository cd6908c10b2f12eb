package io.concertim.view.model.view;

/**
 * Something an operator should know about one object.
 *
 * @param effect what was done about it
 * @param object kind of object, such as {@code server}
 * @param id the object's id in its own system
 * @param reason one sentence
 */
public record Problem(Effect effect, String object, String id, String reason) {

  /** What was done about it. */
  public enum Effect {
    /** The object is not in the view. */
    LEFT_OUT,
    /** The object is in the view with a value that the portal accepts. */
    ADJUSTED,
    /** The object is in the view as it was. */
    KEPT
  }
}

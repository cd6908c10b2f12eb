// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.view;

/**
 * Something an operator should know about one object.
 *
 * @param effect what was done about it
 * @param cause what sort of reason there is
 * @param object kind of object, such as {@code server}
 * @param id the object's id in its own system
 * @param reason one sentence
 */
public record Problem(Effect effect, Cause cause, String object, String id, String reason) {
  public Problem {
    // Stored by a version that knew no causes, when only rows that were not understood were stored.
    cause = cause == null ? Cause.UNREADABLE : cause;
  }

  /** What was done about it. */
  public enum Effect {
    /** The object is not in the view. */
    LEFT_OUT,
    /** The object is in the view with a value that the portal accepts. */
    ADJUSTED,
    /** The object is in the view as it was. */
    KEPT
  }

  /** The sorts of reasons; the sentence says more. */
  public enum Cause {
    /** A list's row lacks what has to be there. */
    UNREADABLE,
    /** The list may lack what is there. */
    SHORT_LIST,
    /** Its system was asked for it, and did not show it. */
    NOT_READ,
    /** It is missing, and another sync has to find it so before it counts as gone. */
    NOT_CONFIRMED,
    /** It is missing, and so are too many others: its deletion is held. */
    HELD,
    /** No team of the portal has it. */
    NO_TEAM,
    /** No stack has it any more. */
    NO_STACK,
    /** No rack of the view has it. */
    NO_RACK,
    /** Its flavor is not known. */
    NO_FLAVOR,
    /** The portal has no template for it. */
    NO_TEMPLATE,
    /** Its rack has no place for it. */
    NO_ROOM,
    /** Several subscriptions name it. */
    SEVERAL_SUBSCRIPTIONS,
    /** Another rack has its order. */
    ORDER,
    /** The portal shows it twice. */
    SHOWN_TWICE,
    /** The portal accepts another name only. */
    NAME,
    /** The portal accepts another size only. */
    SIZE
  }
}

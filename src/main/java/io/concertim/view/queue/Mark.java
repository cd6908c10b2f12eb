package io.concertim.view.queue;

import io.concertim.view.model.layer.Kind;
import java.time.Instant;
import java.util.Objects;

/**
 * "Read this again": all that a notification comes down to (design D8).
 *
 * @param kind of the object; {@link Kind#SUBSCRIPTION} means the billing subscription of a stack
 * @param id the object's id in the cloud; of a stack it may be a nested one's. For {@link
 *     Kind#SUBSCRIPTION} it is the stack's id
 * @param gone whether the object is said to be deleted
 * @param state what its state is said to be: a server's vm_state, a stack's action and status, a
 *     volume's status, {@code has} or {@code lacks} and a server's floating address; null where the
 *     notification says nothing that a read could contradict
 * @param event the type of the notification, or null
 * @param at when the cloud sent it, or null
 */
public record Mark(Kind kind, String id, boolean gone, String state, String event, Instant at) {
  public Mark {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
  }

  /** A mark that no notification is known for. */
  public Mark(Kind kind, String id, boolean gone, String state) {
    this(kind, id, gone, state, null, null);
  }

  /** The same mark, made because of this event. */
  Mark because(String eventType, Instant sent) {
    return new Mark(kind, id, gone, state, eventType, sent);
  }

  /** An object that exists, in a state that is not told. */
  public static Mark of(Kind kind, String id) {
    return new Mark(kind, id, false, null);
  }

  /** Whether a read could contradict it. */
  boolean expectsState() {
    return gone || state != null;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue;

import io.concertim.view.model.layer.Kind;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * "Read this again": all that a notification comes down to (decision D8).
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
public record ReadRequest(
    Kind kind, String id, boolean gone, String state, String event, Instant at) {
  /** Begins what is expected of a server that a floating address was given to. */
  public static final String HAS = "has ";

  /** Begins what is expected of a server that a floating address was taken from. */
  public static final String LACKS = "lacks ";

  /** Stands for the id where all objects of a kind are to be read. */
  private static final String ALL = "*";

  /** What ids look like: UUIDs, with or without hyphens, and what Keystone makes of LDAP's. */
  private static final Pattern POSSIBLE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  public ReadRequest {
    Objects.requireNonNull(kind, "kind");
    if (Objects.requireNonNull(id, "id").isEmpty()) {
      throw new IllegalArgumentException("the id is empty"); // its path would be that of the list
    }
  }

  /** A request that no notification is known for. */
  public ReadRequest(Kind kind, String id, boolean gone, String state) {
    this(kind, id, gone, state, null, null);
  }

  /** The same request, made because of this event. */
  public ReadRequest because(String eventType, Instant sent) {
    return new ReadRequest(kind, id, gone, state, eventType, sent);
  }

  /** An object that exists, in a state that is not told. */
  public static ReadRequest of(Kind kind, String id) {
    return new ReadRequest(kind, id, false, null);
  }

  /** Asks for the list of all objects of a kind. */
  public static ReadRequest list(Kind kind) {
    return of(kind, ALL);
  }

  /** Whether it asks for a list. */
  public boolean isList() {
    return id.equals(ALL);
  }

  /** Whether the cloud could have given this id to anything; names in it could be paths. */
  public static boolean isPossible(String id) {
    return POSSIBLE_ID.matcher(id).matches();
  }

  /** Whether a read could contradict it. */
  public boolean expectsState() {
    return gone || state != null;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import io.concertim.view.history.Change.Owner;
import java.util.List;
import java.util.function.Predicate;

/** Tests that select changes, for the command {@code history} and for {@code view.notify}. */
public final class ChangeTests {
  /** The kinds of objects that a view has. */
  public static final List<String> KINDS = List.of("device", "rack", "team", "template", "user");

  private ChangeTests() {}

  /** Those of one kind of objects. */
  public static Predicate<Change> ofKind(String kind) {
    return change -> kind.equals(change.kind());
  }

  /** Those of one object, by its id or name. */
  public static Predicate<Change> of(String object) {
    return change -> object.equals(change.id()) || object.equals(change.name());
  }

  /** Those of a rack and its devices, by the rack's id or name. */
  public static Predicate<Change> ofRack(String rack) {
    return ofKind("rack").and(of(rack)).or(change -> isOwner(change.rack(), rack));
  }

  /** Those of a team, its racks and their devices, by the team's id or name. */
  public static Predicate<Change> ofTeam(String team) {
    return ofKind("team").and(of(team)).or(change -> isOwner(change.team(), team));
  }

  /** Those of a field, or of its parts. */
  public static Predicate<Change> ofField(String field) {
    return change ->
        change.field() != null
            && (change.field().equals(field) || change.field().startsWith(field + "."));
  }

  /** Those by which an object gets this status, in upper or lower case. */
  public static Predicate<Change> toStatus(String status) {
    return ofField("status").and(change -> status.equalsIgnoreCase(change.after()));
  }

  /** Changes that an earlier version recorded have no owners. */
  private static boolean isOwner(Owner owner, String wanted) {
    return owner != null && (wanted.equals(owner.id()) || wanted.equals(owner.name()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import io.concertim.view.history.ViewDelta.Stamp;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A view that is taken back, or forward, one {@link ViewDelta} after the other. */
final class Replay {
  private final Map<String, List<?>> lists = new HashMap<>();
  private Stamp stamp;
  private Map<Source, SourceStatus> sources;

  /** Begins with this view, which stays as it is. */
  Replay(View view) {
    this.stamp = Stamp.of(view);
    this.sources = view.sources();
    ViewPart.ALL.forEach(part -> lists.put(part.name(), new ArrayList<>(part.list().apply(view))));
  }

  /** Which view has been reached. */
  Stamp stamp() {
    return stamp;
  }

  /**
   * Becomes the view before.
   *
   * @throws IllegalStateException if this is not the view after
   */
  void back(ViewDelta delta) {
    check(delta.after());
    for (ViewPart<?> part : ViewPart.ALL) {
      undo(delta.edits().getOrDefault(part.name(), List.of()), part);
    }
    sources = delta.sourcesBefore() == null ? sources : delta.sourcesBefore();
    stamp = delta.before();
  }

  /**
   * Becomes the view after.
   *
   * @throws IllegalStateException if this is not the view before
   */
  void forward(ViewDelta delta) {
    check(delta.before());
    for (ViewPart<?> part : ViewPart.ALL) {
      redo(delta.edits().getOrDefault(part.name(), List.of()), part);
    }
    sources = delta.sourcesAfter() == null ? sources : delta.sourcesAfter();
    stamp = delta.after();
  }

  private void check(Stamp expected) {
    if (!stamp.equals(expected)) {
      throw new IllegalStateException(stamp + " is not " + expected);
    }
  }

  private <T extends Record> void undo(List<Edit> edits, ViewPart<T> part) {
    List<T> list = list(part);
    for (int i = edits.size() - 1; i >= 0; i--) {
      edits.get(i).undo(list, part);
    }
  }

  private <T extends Record> void redo(List<Edit> edits, ViewPart<T> part) {
    List<T> list = list(part);
    edits.forEach(edit -> edit.redo(list, part));
  }

  /** The view that has been reached. */
  View view() {
    return new View(
        stamp.generation(),
        stamp.writtenAt(),
        sources,
        copy("teams"),
        copy("users"),
        copy("templates"),
        copy("racks"),
        copy("devices"),
        copy("problems"),
        copy("held"));
  }

  @SuppressWarnings("unchecked") // the constructor put it there for this part
  private <T extends Record> List<T> list(ViewPart<T> part) {
    return (List<T>) lists.get(part.name());
  }

  @SuppressWarnings("unchecked") // each name has one type
  private <T> List<T> copy(String name) {
    return Collections.unmodifiableList(new ArrayList<>((List<T>) lists.get(name)));
  }
}

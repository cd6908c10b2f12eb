// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import io.concertim.view.merge.EntityTag;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Source;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The entity tags of lists, so that a server need not send an unchanged list again. {@code
 * If-None-Match} is sent only if everything that is known of the list's kind comes from the list
 * that the tag belongs to, or was gone before. If another process has seen newer rows, a 304 would
 * hide that what is known differs from the list.
 */
public final class EntityTags {
  private final Supplier<Optional<Layers>> known;
  private final Map<String, EntityTag> taken = new ConcurrentHashMap<>();

  /**
   * @param known the current layers; empty if another process may know more
   */
  public EntityTags(Supplier<Optional<Layers>> known) {
    this.known = known;
  }

  /** The tag to send with the request for this list, or null. */
  public String of(String path) {
    EntityTag tag = taken.get(path);
    return tag != null && known.get().filter(layers -> isAllOf(layers, tag)).isPresent()
        ? tag.tag()
        : null;
  }

  private static boolean isAllOf(Layers layers, EntityTag tag) {
    return layers.observations(tag.kind()).stream()
        .allMatch(
            seen -> seen.seen() == tag.version() || (seen.isGone() && seen.seen() < tag.version()));
  }

  /**
   * Records the tags of lists whose rows have been taken over.
   *
   * @param tags their tags by path; of two of one list the later is kept
   */
  public void take(Map<String, EntityTag> tags) {
    tags.forEach(
        (path, tag) ->
            taken.merge(path, tag, (one, other) -> one.version() > other.version() ? one : other));
  }

  /** Takes the tags of the sources that were read cleanly, and forgets those of the others. */
  public void follow(Set<Source> read, Map<Source, Map<String, EntityTag>> clean) {
    clean.values().forEach(this::take);
    read.stream().filter(source -> !clean.containsKey(source)).forEach(this::forget);
  }

  /** Forgets the tags of a source, so that its lists are sent again. */
  public void forget(Source source) {
    taken.values().removeIf(tag -> tag.kind().source() == source);
  }
}

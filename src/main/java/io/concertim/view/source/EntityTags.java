package io.concertim.view.source;

import io.concertim.view.merge.EntityTag;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Source;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The entity tags of lists that are known as they were sent, so that a server need not send them
 * again. A tag comes with its list's reading and counts once that has been taken over, as long as
 * all that is known of the list's kind is from that reading, or was gone by then: else the list may
 * be what it was, and what is known not.
 */
public final class EntityTags {
  private final Supplier<Optional<Layers>> known;
  private final Map<String, EntityTag> taken = new ConcurrentHashMap<>();

  /**
   * @param known what is known by now; empty where another process may know more
   */
  public EntityTags(Supplier<Optional<Layers>> known) {
    this.known = known;
  }

  /** The tag of what is known of this list, or null. */
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
   * Says that lists have been taken over as they were sent.
   *
   * @param tags their tags by path; of two of one list the later is kept
   */
  public void take(Map<String, EntityTag> tags) {
    tags.forEach(
        (path, tag) ->
            taken.merge(path, tag, (one, other) -> one.version() > other.version() ? one : other));
  }

  /** Says that the lists of this source have to be sent again. */
  public void forget(Source source) {
    taken.values().removeIf(tag -> tag.kind().source() == source);
  }
}

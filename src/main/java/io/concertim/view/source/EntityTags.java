package io.concertim.view.source;

import io.concertim.view.model.layer.Source;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The entity tags of lists that are known as they were sent, so that a server need not send them
 * again. A tag comes with its list's reading and counts only once that has been taken over.
 */
public final class EntityTags {
  private record Tagged(Source source, String tag) {}

  private final Map<String, Tagged> taken = new ConcurrentHashMap<>();

  /** The tag of what is known of this list, or null. */
  String of(String path) {
    Tagged tagged = taken.get(path);
    return tagged == null ? null : tagged.tag();
  }

  /**
   * Says that lists of this source have been taken over as they were sent.
   *
   * @param tags their tags by path
   */
  public void take(Source source, Map<String, String> tags) {
    tags.forEach((path, tag) -> taken.put(path, new Tagged(source, tag)));
  }

  /** Says that the lists of this source have to be sent again. */
  public void forget(Source source) {
    taken.values().removeIf(tagged -> tagged.source() == source);
  }
}

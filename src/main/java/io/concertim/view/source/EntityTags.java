package io.concertim.view.source;

import io.concertim.view.model.layer.Source;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The entity tags of lists that are known as they were sent, so that a server need not send them
 * again. A tag counts only once all that came with its list has been taken over.
 */
public final class EntityTags {
  private record Tagged(Source source, String tag) {}

  private final Map<String, Tagged> taken = new ConcurrentHashMap<>();
  private final Map<String, Tagged> offered = new ConcurrentHashMap<>();

  /** The tag of what is known of this list, or null. */
  String of(String path) {
    Tagged tagged = taken.get(path);
    return tagged == null ? null : tagged.tag();
  }

  /** Notes the tag of a list that was read; null where the server sends none. */
  void offer(Source source, String path, String tag) {
    if (tag != null) {
      offered.put(path, new Tagged(source, tag));
    }
  }

  /** Says that all lists of this source that were read have been taken over as they were. */
  public void take(Source source) {
    offered.forEach(
        (path, tagged) -> {
          if (tagged.source() == source) {
            taken.put(path, tagged);
          }
        });
    offered.values().removeIf(tagged -> tagged.source() == source);
  }

  /** Says that the lists of this source have to be sent again. */
  public void forget(Source source) {
    offered.values().removeIf(tagged -> tagged.source() == source);
    taken.values().removeIf(tagged -> tagged.source() == source);
  }
}

package io.concertim.view.source;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Whether something is worth a line: it was not told of its subject before, or an hour ago. */
public final class News {
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private final Clock clock;
  private final Map<String, Told> told = new HashMap<>();

  private record Told(String text, Instant at) {}

  public News(Clock clock) {
    this.clock = clock;
  }

  /** Whether to tell this of the subject now; what is told is remembered. */
  public synchronized boolean isNew(String subject, String text) {
    Instant now = clock.instant();
    told.values().removeIf(line -> !now.isBefore(line.at().plus(REMEMBERED)));
    Told last = told.get(subject);
    if (last != null && last.text().equals(text)) {
      return false;
    }
    told.put(subject, new Told(text, now));
    return true;
  }

  /** Forgets the subject, as all is well with it; true if something was told of it lately. */
  public synchronized boolean isOver(String subject) {
    return told.remove(subject) != null;
  }
}

package io.concertim.view.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What {@code --process} names, with the route files of each beside the common ones. */
enum ProcessName {
  VIEW_SYNC("view_sync", true, false),
  VIEW_QUEUE("view_queue", false, true),
  VIEW("view", true, true);

  private final String text;
  private final boolean syncs;
  private final boolean listens;

  ProcessName(String text, boolean syncs, boolean listens) {
    this.text = text;
    this.syncs = syncs;
    this.listens = listens;
  }

  static Optional<ProcessName> of(String text) {
    return Arrays.stream(values()).filter(name -> name.text.equals(text)).findFirst();
  }

  /** The route files that not every process has. */
  List<String> routes() {
    List<String> routes = new ArrayList<>();
    if (syncs) {
      routes.add("view-sync");
    }
    if (listens) {
      routes.addAll(List.of("notifications", "objects", "view-queue"));
    }
    return routes;
  }

  /** The kinds of process that it is, of each of which one may work on a data directory. */
  List<String> kinds() {
    return this == VIEW ? List.of(VIEW_SYNC.text, VIEW_QUEUE.text) : List.of(text);
  }

  /** Whether it reads the three systems periodically. */
  boolean syncs() {
    return syncs;
  }

  /** Whether it shares its configuration and machine with a view_sync. */
  boolean isQueueOnly() {
    return this == VIEW_QUEUE;
  }

  /** Whether it listens to the cloud's notifications. */
  boolean listens() {
    return listens;
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return text;
  }
}

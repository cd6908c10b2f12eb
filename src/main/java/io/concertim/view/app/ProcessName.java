// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The values of {@code --process}, with the route files that each loads beside the common ones. */
public enum ProcessName {
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

  public static Optional<ProcessName> of(String text) {
    return Arrays.stream(values()).filter(name -> name.text.equals(text)).findFirst();
  }

  /** The route files that only this process loads. */
  List<String> routes() {
    List<String> routes = new ArrayList<>();
    if (syncs) {
      routes.add("view-sync");
    }
    if (listens) {
      routes.addAll(List.of("notifications", "reads", "view-queue"));
    }
    return routes;
  }

  /**
   * The kinds of process that it includes; only one process of each kind may work on a data
   * directory.
   */
  public List<String> kinds() {
    return this == VIEW ? List.of(VIEW_SYNC.text, VIEW_QUEUE.text) : List.of(text);
  }

  /** Whether it reads the three systems periodically. */
  public boolean syncs() {
    return syncs;
  }

  /** Whether it runs beside a view_sync, with the same configuration file. */
  public boolean isQueueOnly() {
    return this == VIEW_QUEUE;
  }

  /** Whether it listens to the cloud's notifications. */
  public boolean listens() {
    return listens;
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return text;
  }
}
